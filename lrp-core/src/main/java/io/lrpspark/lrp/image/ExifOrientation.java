package io.lrpspark.lrp.image;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;

/** How a camera was held: which corner of the scene the first stored pixel shows (EXIF 2.32, tag 274). */
enum ExifOrientation {
    UPRIGHT,
    MIRRORED,
    UPSIDE_DOWN,
    UPSIDE_DOWN_MIRRORED,
    TRANSPOSED,
    TURNED_LEFT,
    TRANSVERSED,
    TURNED_RIGHT;

    /** The recorded orientation; upright where the data is damaged or says nothing, as in Pillow. */
    static ExifOrientation read(byte[] encoded, EncodedImage.Range range) {
        try (ByteArrayImageInputStream stream =
                new ByteArrayImageInputStream(encoded, range.offset(), range.length())) {
            Directory directory = new TIFFReader().read(stream);
            Entry entry = directory.getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null
                            && entry.getValue() instanceof Number value
                            && value.intValue() >= 1
                            && value.intValue() <= values().length
                    ? values()[value.intValue() - 1]
                    : UPRIGHT;
        } catch (IOException | RuntimeException e) {
            return UPRIGHT;
        }
    }

    /** The image, turned and mirrored so that it stands upright. */
    RgbImage apply(RgbImage stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        boolean sideways = ordinal() >= TRANSPOSED.ordinal();
        int width = sideways ? stored.height() : stored.width();
        int height = sideways ? stored.width() : stored.height();
        byte[] pixels = new byte[stored.pixels().length];
        int target = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(stored.pixels(), source(stored, x, y) * RgbImage.CHANNELS, pixels, target, 3);
                target += RgbImage.CHANNELS;
            }
        }
        return new RgbImage(width, height, pixels);
    }

    /** The position in the stored image of what the upright image shows at (x, y). */
    private int source(RgbImage stored, int x, int y) {
        int right = stored.width() - 1;
        int bottom = stored.height() - 1;
        return switch (this) {
            case UPRIGHT -> y * stored.width() + x;
            case MIRRORED -> y * stored.width() + right - x;
            case UPSIDE_DOWN -> (bottom - y) * stored.width() + right - x;
            case UPSIDE_DOWN_MIRRORED -> (bottom - y) * stored.width() + x;
            case TRANSPOSED -> x * stored.width() + y;
            case TURNED_LEFT -> (bottom - x) * stored.width() + y;
            case TRANSVERSED -> (bottom - x) * stored.width() + right - y;
            case TURNED_RIGHT -> x * stored.width() + right - y;
        };
    }
}

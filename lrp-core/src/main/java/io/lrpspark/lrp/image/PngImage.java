package io.lrpspark.lrp.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.lrpspark.lrp.image.ImageException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.ImageReader;

/**
 * A PNG file (ISO/IEC 15948). The JDK's reader gives the raw samples; alpha is dropped and 16-bit color keeps its high
 * byte, as in Pillow.
 */
final class PngImage implements EncodedImage {
    private static final int SIGNATURE_LENGTH = 8;
    private static final int CHUNK_OVERHEAD = 12;
    private static final int HEADER_LENGTH = 13;
    private static final int GREY = 0;

    private final byte[] encoded;
    private final long width;
    private final long height;
    private final int bitDepth;
    private final int colorType;
    private final Optional<Range> exif;

    private PngImage(byte[] encoded, Optional<Range> exif) {
        this.encoded = encoded;
        int header = SIGNATURE_LENGTH + 8;
        this.width = Bytes.bigEndian32(encoded, header);
        this.height = Bytes.bigEndian32(encoded, header + 4);
        this.bitDepth = Bytes.unsigned8(encoded, header + 8);
        this.colorType = Bytes.unsigned8(encoded, header + 9);
        this.exif = exif;
    }

    /** Reads the chunks up to the end chunk; those that pixels depend on must have intact checksums. */
    static PngImage parse(byte[] encoded) throws ImageException {
        Optional<Range> exif = Optional.empty();
        int position = SIGNATURE_LENGTH;
        boolean data = false;
        while (true) {
            if (encoded.length - position < CHUNK_OVERHEAD) {
                throw truncated(encoded);
            }
            long length = Bytes.bigEndian32(encoded, position);
            String name = Bytes.name(encoded, position + 4);
            boolean first = position == SIGNATURE_LENGTH;
            if (first != name.equals("IHDR") || first && length != HEADER_LENGTH) {
                throw corrupt("has chunk '" + name + "' of " + length + " bytes at byte " + position
                        + "; expected one header chunk, at the start");
            }
            if (length > encoded.length - position - CHUNK_OVERHEAD) {
                throw truncated(encoded);
            }
            if (Character.isUpperCase(name.charAt(0)) && !intact(encoded, position, (int) length)) {
                throw corrupt("has a wrong checksum in chunk '" + name + "' at byte " + position
                        + "; expected intact content");
            }
            if (name.equals("eXIf")) {
                exif = Optional.of(new Range(position + 8, (int) length));
            }
            data |= name.equals("IDAT");
            if (name.equals("IEND")) {
                break;
            }
            position += CHUNK_OVERHEAD + (int) length;
        }
        if (!data) {
            throw corrupt("has no data chunk; expected pixels");
        }
        PngImage image = new PngImage(encoded, exif);
        if (image.width > Integer.MAX_VALUE || image.height > Integer.MAX_VALUE) {
            throw corrupt("declares " + image.width + " x " + image.height + " pixels; expected sides below 2^31");
        }
        return image;
    }

    @Override
    public long width() {
        return width;
    }

    @Override
    public long height() {
        return height;
    }

    @Override
    public Optional<Range> exif() {
        return exif;
    }

    @Override
    public Set<DecodedImage.Warning> warnings(SixteenBit sixteenBit) {
        return colorType == GREY && bitDepth == 16 && sixteenBit == SixteenBit.CLIP
                ? Set.of(DecodedImage.Warning.SIXTEEN_BIT_GREY_CLIPPED)
                : Set.of();
    }

    @Override
    public RgbImage decode(SixteenBit sixteenBit) throws IOException {
        BufferedImage image = read();
        Raster raster = image.getRaster();
        int columns = raster.getWidth();
        byte[] pixels = new byte[columns * raster.getHeight() * RgbImage.CHANNELS];
        Samples samples = new Samples(raster);
        Palette palette = image.getColorModel() instanceof IndexColorModel model ? new Palette(model) : null;
        for (int y = 0; y < raster.getHeight(); y++) {
            int offset = y * columns * RgbImage.CHANNELS;
            if (palette != null) {
                palette.look(samples.bytes(y), pixels, offset, columns);
            } else if (bitDepth == 16) {
                wide(samples.shorts(y), raster.getNumBands(), sixteenBit, pixels, offset, columns);
            } else {
                narrow(samples.bytes(y), raster.getNumBands(), pixels, offset, columns);
            }
        }
        return new RgbImage(columns, raster.getHeight(), pixels);
    }

    private BufferedImage read() throws IOException {
        ImageReader reader = JdkCodecs.pngReader();
        try (ByteArrayImageInputStream stream = new ByteArrayImageInputStream(encoded)) {
            reader.setInput(stream, true, true);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static void narrow(byte[] row, int bands, byte[] pixels, int offset, int width) {
        boolean color = bands >= RgbImage.CHANNELS;
        for (int x = 0, target = offset; x < width; x++, target += RgbImage.CHANNELS) {
            int source = x * bands;
            pixels[target] = row[source];
            pixels[target + 1] = row[color ? source + 1 : source];
            pixels[target + 2] = row[color ? source + 2 : source];
        }
    }

    private void wide(short[] row, int bands, SixteenBit sixteenBit, byte[] pixels, int offset, int width) {
        boolean color = bands >= RgbImage.CHANNELS;
        for (int x = 0, target = offset; x < width; x++, target += RgbImage.CHANNELS) {
            int source = x * bands;
            if (colorType == GREY) {
                byte level = grey(row[source] & 0xffff, sixteenBit);
                pixels[target] = level;
                pixels[target + 1] = level;
                pixels[target + 2] = level;
            } else {
                pixels[target] = (byte) (row[source] >> 8);
                pixels[target + 1] = (byte) (row[color ? source + 1 : source] >> 8);
                pixels[target + 2] = (byte) (row[color ? source + 2 : source] >> 8);
            }
        }
    }

    private static byte grey(int level, SixteenBit sixteenBit) {
        return switch (sixteenBit) {
            case CLIP -> (byte) Math.min(255, level);
            case SCALE -> (byte) ((level * 255 + 32767) / 65535);
        };
    }

    private static boolean intact(byte[] encoded, int position, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(encoded, position + 4, length + 4);
        return checksum.getValue() == Bytes.bigEndian32(encoded, position + 8 + length);
    }

    private static ImageException truncated(byte[] encoded) {
        return new ImageException(
                Reason.TRUNCATED,
                "the PNG image is cut off after " + encoded.length
                        + " bytes; expected an end chunk (copy the file again)");
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, "the PNG image " + what);
    }

    /** The colors of an indexed image, without their transparency; an index beyond them is black, as in Pillow. */
    private static final class Palette {
        private final byte[] red = new byte[256];
        private final byte[] green = new byte[256];
        private final byte[] blue = new byte[256];

        Palette(IndexColorModel model) {
            model.getReds(red);
            model.getGreens(green);
            model.getBlues(blue);
        }

        void look(byte[] row, byte[] pixels, int offset, int width) {
            for (int x = 0, target = offset; x < width; x++, target += RgbImage.CHANNELS) {
                int index = row[x] & 0xff;
                pixels[target] = red[index];
                pixels[target + 1] = green[index];
                pixels[target + 2] = blue[index];
            }
        }
    }
}

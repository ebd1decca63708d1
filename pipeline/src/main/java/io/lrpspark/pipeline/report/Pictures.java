package io.lrpspark.pipeline.report;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.DecodedImage;
import io.lrpspark.lrp.image.Heatmap;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.ImageFormat;
import io.lrpspark.lrp.image.RgbImage;
import io.lrpspark.lrp.image.Thumbnail;
import io.lrpspark.pipeline.report.model.Picture;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Draws what a page shows of an image. */
final class Pictures {
    /** Of the heatmap over the thumbnail. */
    private static final double OPACITY = 0.6;

    /** Of a thumbnail that is taken as it is: longer ones hold more than pixels. */
    private static final int MOST_BYTES = 16_384;

    private static final long MOST_PIXELS = 4_000_000;

    private Pictures() {}

    /** A map alone. */
    static Picture map(Plane map) {
        return new Picture(Picture.Format.PNG, Heatmap.png(map.picture()), map.width(), map.height());
    }

    /** A map smoothed and laid over what the network saw. */
    static Picture overlay(Plane map, RgbImage image) {
        BufferedImage heatmap =
                map.resized(image.height(), image.width()).smoothed().picture();
        return jpeg(rgb(Heatmap.overlay(image, heatmap, OPACITY)));
    }

    /** A map in the size of a thumbnail, where there is none. */
    static Picture alone(Plane map) {
        return map(map.within(Thumbnail.LONGEST_SIDE).smoothed());
    }

    /** What a table has as a thumbnail, if it can be shown; larger ones than our own are shrunk. */
    static Optional<DecodedImage> decode(byte[] encoded) {
        try {
            return Optional.of(
                    ImageDecoder.read(encoded, DecodeOptions.defaults().withMaxPixels(MOST_PIXELS)));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /** The thumbnail as the page holds it. */
    static Picture thumbnail(DecodedImage image, byte[] encoded) {
        RgbImage pixels = image.image();
        boolean fits = Math.max(pixels.width(), pixels.height()) <= Thumbnail.LONGEST_SIDE;
        return fits && encoded.length <= MOST_BYTES && image.format() == ImageFormat.JPEG
                ? new Picture(Picture.Format.JPEG, encoded, pixels.width(), pixels.height())
                : jpeg(pixels);
    }

    private static Picture jpeg(RgbImage image) {
        RgbImage small = Thumbnail.shrink(image);
        return new Picture(Picture.Format.JPEG, Thumbnail.jpeg(small), small.width(), small.height());
    }

    private static RgbImage rgb(BufferedImage picture) {
        byte[] pixels = new byte[picture.getWidth() * picture.getHeight() * 3];
        int position = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int color = picture.getRGB(x, y);
                pixels[position++] = (byte) (color >> 16);
                pixels[position++] = (byte) (color >> 8);
                pixels[position++] = (byte) color;
            }
        }
        return new RgbImage(picture.getWidth(), picture.getHeight(), pixels);
    }
}

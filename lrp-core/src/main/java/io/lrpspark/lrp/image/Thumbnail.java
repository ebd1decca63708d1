package io.lrpspark.lrp.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small JPEG pictures that stand for images in tables and reports. */
public final class Thumbnail {
    /** The longest side of a thumbnail, in pixels. */
    public static final int LONGEST_SIDE = 96;

    private static final float QUALITY = 0.85f;

    private Thumbnail() {}

    /**
     * The image as a JPEG file whose longer side is at most {@value #LONGEST_SIDE} pixels (never enlarged), a few
     * kilobytes.
     */
    public static byte[] jpeg(RgbImage image) {
        RgbImage small = shrink(image);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriter writer = JdkCodecs.jpegWriter();
            try {
                ImageWriteParam parameters = writer.getDefaultWriteParam();
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(QUALITY);
                writer.setOutput(stream);
                writer.write(null, new IIOImage(Heatmap.picture(small), null, null), parameters);
            } finally {
                writer.dispose();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a thumbnail of " + small.width() + " x " + small.height()
                            + " pixels cannot be encoded as JPEG in memory",
                    e);
        }
        return bytes.toByteArray();
    }

    /** The image with its longer side shrunk to {@value #LONGEST_SIDE} pixels, if it is longer. */
    public static RgbImage shrink(RgbImage image) {
        int longest = Math.max(image.width(), image.height());
        if (longest <= LONGEST_SIDE) {
            return image;
        }
        int width = side(image.width(), longest);
        int height = side(image.height(), longest);
        return Resampler.resize(
                image, width, height, new Resampler.Window(0, 0, width, height), Interpolation.BILINEAR);
    }

    private static int side(int side, int longest) {
        return (int) Math.max(1, Math.round((double) side * LONGEST_SIDE / longest));
    }
}

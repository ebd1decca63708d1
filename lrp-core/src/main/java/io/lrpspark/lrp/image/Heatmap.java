package io.lrpspark.lrp.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Pictures of relevance maps. Colors are those of zennit's {@code imgify(map, symmetric=True, cmap=…)}: the map is
 * divided by its largest absolute value, so that zero has the middle color.
 */
public final class Heatmap {
    private static final int WHITE = 0xffffff;

    private Heatmap() {}

    /**
     * The picture of one map. The level of a value is {@code (value + m) / 2m · 255}, rounded down, with m the largest
     * absolute value, in single precision. A map of zeros has the middle color everywhere.
     *
     * @param map [height, width], row-major
     * @return RGB, one pixel per value
     * @throws IllegalArgumentException if the map does not fill the sides exactly, or holds NaN or infinity
     */
    public static BufferedImage render(float[] map, int height, int width, ColorMap colors) {
        if (height < 1 || width < 1 || map.length != (long) height * width) {
            throw new IllegalArgumentException("a map of " + height + " x " + width + " values needs "
                    + (long) height * width + " values, not " + map.length);
        }
        float largest = largestMagnitude(map);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, colors.color(level(map[y * width + x], largest)));
            }
        }
        return picture;
    }

    /**
     * Two pictures beside each other, tops aligned, white in between and below the lower one.
     *
     * @param gap the number of white pixels between them
     */
    public static BufferedImage beside(BufferedImage left, BufferedImage right, int gap) {
        BufferedImage panel = new BufferedImage(
                left.getWidth() + gap + right.getWidth(),
                Math.max(left.getHeight(), right.getHeight()),
                BufferedImage.TYPE_INT_RGB);
        fill(panel, WHITE);
        paste(left, panel, 0, 0);
        paste(right, panel, left.getWidth() + gap, 0);
        return panel;
    }

    /**
     * The map's picture laid over the image it explains, in shades of grey: {@code opacity · heatmap + (1 - opacity) ·
     * luma} per channel.
     *
     * @param crop what the network saw
     * @param heatmap of the same size
     * @param opacity of the heatmap, 0 to 1
     * @throws IllegalArgumentException if the sizes differ or the opacity is out of range
     */
    public static BufferedImage overlay(RgbImage crop, BufferedImage heatmap, double opacity) {
        if (crop.width() != heatmap.getWidth() || crop.height() != heatmap.getHeight()) {
            throw new IllegalArgumentException("the image has " + crop.width() + " x " + crop.height()
                    + " pixels and the heatmap " + heatmap.getWidth() + " x " + heatmap.getHeight()
                    + "; expected equal sizes");
        }
        if (!(opacity >= 0 && opacity <= 1)) {
            throw new IllegalArgumentException("the opacity is " + opacity + "; expected 0 to 1");
        }
        RgbImage grey = Luma.of(crop);
        BufferedImage result = new BufferedImage(crop.width(), crop.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < crop.height(); y++) {
            for (int x = 0; x < crop.width(); x++) {
                int color = heatmap.getRGB(x, y);
                double below = (1 - opacity) * grey.level(x, y, 0);
                int mixed = 0;
                for (int shift = 16; shift >= 0; shift -= 8) {
                    mixed |= (int) Math.round(opacity * (color >> shift & 0xff) + below) << shift;
                }
                result.setRGB(x, y, mixed);
            }
        }
        return result;
    }

    /** The image as a picture, pixel by pixel. */
    public static BufferedImage picture(RgbImage image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                picture.setRGB(x, y, image.level(x, y, 0) << 16 | image.level(x, y, 1) << 8 | image.level(x, y, 2));
            }
        }
        return picture;
    }

    /** The picture as the bytes of a PNG file. */
    public static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriter writer = JdkCodecs.pngWriter();
            try {
                writer.setOutput(stream);
                writer.write(new IIOImage(picture, null, null));
            } finally {
                writer.dispose();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a picture of " + picture.getWidth() + " x " + picture.getHeight()
                            + " pixels cannot be encoded as PNG in memory",
                    e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes the picture as a PNG file, whatever the file is called; replaces an existing one.
     *
     * @throws IOException if the file cannot be written
     */
    public static void writePng(BufferedImage picture, Path file) throws IOException {
        Files.write(file, png(picture));
    }

    /** Copies the picture into the canvas; what lies outside of the canvas is left out. */
    public static void paste(BufferedImage picture, BufferedImage canvas, int left, int top) {
        int width = Math.min(picture.getWidth(), canvas.getWidth() - left);
        int height = Math.min(picture.getHeight(), canvas.getHeight() - top);
        for (int y = Math.max(0, -top); y < height; y++) {
            for (int x = Math.max(0, -left); x < width; x++) {
                canvas.setRGB(left + x, top + y, picture.getRGB(x, y));
            }
        }
    }

    private static void fill(BufferedImage canvas, int color) {
        for (int y = 0; y < canvas.getHeight(); y++) {
            for (int x = 0; x < canvas.getWidth(); x++) {
                canvas.setRGB(x, y, color);
            }
        }
    }

    private static float largestMagnitude(float[] map) {
        float largest = 0;
        for (int i = 0; i < map.length; i++) {
            if (!Float.isFinite(map[i])) {
                throw new IllegalArgumentException(
                        "the map holds " + map[i] + " at position " + i + "; expected finite values");
            }
            largest = Math.max(largest, Math.abs(map[i]));
        }
        return largest;
    }

    private static int level(float value, float largest) {
        if (largest == 0) {
            return (ColorMap.LEVELS - 1) / 2;
        }
        float relative = (value + largest) / (largest + largest);
        return (int) Math.max(0, Math.min(255, relative * 255));
    }
}

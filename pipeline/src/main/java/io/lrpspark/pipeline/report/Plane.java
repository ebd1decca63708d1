package io.lrpspark.pipeline.report;

import io.lrpspark.lrp.image.ColorMap;
import io.lrpspark.lrp.image.Heatmap;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/**
 * A map that is summed over colour: finite values, row-major.
 *
 * @param values [height, width]; owned by this record and not to be changed
 * @param height in pixels
 * @param width in pixels
 */
record Plane(float[] values, int height, int width) {
    private static final ColorMap COLORS = ColorMap.named("bwr");

    /**
     * A map of a table.
     *
     * @param shape [C, H, W] or [H, W]
     * @return empty if the values do not fill the shape or are not finite
     */
    static Optional<Plane> of(List<Float> values, List<Integer> shape) {
        if (shape.size() < 2 || shape.stream().anyMatch(side -> side == null || side < 1)) {
            return Optional.empty();
        }
        int width = shape.get(shape.size() - 1);
        int height = shape.get(shape.size() - 2);
        long area = (long) height * width;
        if (values.isEmpty() || values.size() % area != 0) {
            return Optional.empty();
        }
        float[] sum = new float[(int) area];
        int element = 0;
        for (Float value : values) {
            if (value == null || !Float.isFinite(value)) {
                return Optional.empty();
            }
            sum[(int) (element++ % area)] += value;
        }
        return Optional.of(new Plane(sum, height, width));
    }

    /** With the longer side shrunk to this many pixels, if it is longer. */
    Plane within(int longest) {
        int side = Math.max(height, width);
        return side <= longest
                ? this
                : resized(Math.max(1, height * longest / side), Math.max(1, width * longest / side));
    }

    /** In another size: each new pixel is the mean of the area that it covers. */
    Plane resized(int newHeight, int newWidth) {
        if (newHeight == height && newWidth == width) {
            return this;
        }
        float[] rows = new float[newHeight * width];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < width; x++) {
                rows[y * width + x] = mean(x, width, height, y, newHeight);
            }
        }
        Plane tall = new Plane(rows, newHeight, width);
        float[] result = new float[newHeight * newWidth];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                result[y * newWidth + x] = tall.mean(y * width, 1, width, x, newWidth);
            }
        }
        return new Plane(result, newHeight, newWidth);
    }

    /** The mean over the part of a line that one of so many pixels covers. */
    private float mean(int start, int step, int length, int pixel, int pixels) {
        double from = (double) pixel * length / pixels;
        double to = (double) (pixel + 1) * length / pixels;
        double sum = 0;
        for (int i = (int) from; i < Math.min(length, Math.ceil(to)); i++) {
            sum += values[start + i * step] * (Math.min(to, i + 1) - Math.max(from, i));
        }
        return (float) (sum / (to - from));
    }

    /** Means over 3 × 3 pixels, of which fewer lie inside at the edges: alone, one outstanding pixel would pale the rest of its map. */
    Plane smoothed() {
        float[] result = new float[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                int summed = 0;
                for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
                    for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                        sum += values[row * width + column];
                        summed++;
                    }
                }
                result[y * width + x] = sum / summed;
            }
        }
        return new Plane(result, height, width);
    }

    /** In the colours of {@link Heatmap}: red is positive, blue negative, white zero. */
    BufferedImage picture() {
        return Heatmap.render(values, height, width, COLORS);
    }
}

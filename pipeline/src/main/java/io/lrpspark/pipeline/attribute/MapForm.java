package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.input.UsageException;
import java.io.Serializable;

/**
 * The form in which relevance maps are stored.
 *
 * @param size the stored height and width in pixels, or {@link #FULL} for those of the network's input
 * @param channels what becomes of the colours
 */
public record MapForm(int size, MapChannels channels) implements Serializable {
    /** The size of the network's input. */
    public static final int FULL = 0;

    private static final long serialVersionUID = 1L;

    /** @throws UsageException if the size is negative */
    public MapForm {
        if (size < 0) {
            throw new UsageException("map size " + size + " cannot be stored: expected a positive number of pixels");
        }
    }

    /** Full size, summed over colours. */
    public static MapForm standard() {
        return new MapForm(FULL, MapChannels.SUMMED);
    }

    /**
     * Checks the form against a network's input.
     *
     * @param height of the input in pixels
     * @param width of the input in pixels
     * @throws UsageException if the maps would have to be enlarged
     */
    public void requireFits(int height, int width) {
        if (size > Math.min(height, width)) {
            throw new UsageException("map size " + size + " is larger than the model's input of " + height + " x "
                    + width + " pixels: expected " + Math.min(height, width) + " at most");
        }
    }

    /**
     * The shape of a stored map.
     *
     * @return [C, H, W]
     */
    public int[] shape(int inputChannels, int height, int width) {
        return new int[] {
            channels == MapChannels.SUMMED ? 1 : inputChannels,
            size == FULL ? height : size,
            size == FULL ? width : size
        };
    }

    /**
     * Brings a map to this form. A smaller map is pooled by summation: each pixel adds to the cells it covers in
     * proportion to the area, so that the sum over the map is kept whether or not the sizes divide.
     *
     * @param relevance [C, H, W], row-major
     * @param summed [H, W], the same map summed over colours
     * @return [C, H, W] as {@link #shape} says
     */
    float[] apply(float[] relevance, float[] summed, int height, int width) {
        float[] source = channels == MapChannels.SUMMED ? summed : relevance;
        if (size == FULL || (size == height && size == width)) {
            return source;
        }
        int planes = source.length / (height * width);
        float[] result = new float[planes * size * size];
        for (int plane = 0; plane < planes; plane++) {
            pool(source, plane * height * width, height, width, result, plane * size * size);
        }
        return result;
    }

    private void pool(float[] source, int from, int height, int width, float[] result, int to) {
        double[] sums = new double[size * size];
        double[] row = new double[size];
        for (int y = 0; y < height; y++) {
            java.util.Arrays.fill(row, 0);
            for (int x = 0; x < width; x++) {
                spread(source[from + y * width + x], x, width, row);
            }
            int first = (int) ((long) y * size / height);
            double inFirst = shareOfFirst(y, height, first);
            for (int x = 0; x < size; x++) {
                sums[first * size + x] += row[x] * inFirst;
                if (inFirst < 1) {
                    sums[(first + 1) * size + x] += row[x] * (1 - inFirst);
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            result[to + i] = (float) sums[i];
        }
    }

    private void spread(double value, int pixel, int pixels, double[] cells) {
        int first = (int) ((long) pixel * size / pixels);
        double inFirst = shareOfFirst(pixel, pixels, first);
        cells[first] += value * inFirst;
        if (inFirst < 1) {
            cells[first + 1] += value * (1 - inFirst);
        }
    }

    /** A cell is at least as large as a pixel, so that a pixel lies in one cell or in two. */
    private double shareOfFirst(int pixel, int pixels, int cell) {
        double end = (double) (cell + 1) * pixels / size;
        return Math.min(1, end - pixel);
    }
}

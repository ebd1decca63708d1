package io.lrpspark.lrp.statistic;

import java.util.Arrays;

/**
 * The magnitudes |R| of one relevance map [H, W], and what several statistics need of them, computed at most once.
 * Where the map is zero everywhere, all magnitudes are one: no pixel stands out, so the map counts as uniform. For use
 * by one thread.
 */
public final class Magnitudes {
    private final float[] values;
    private final int height;
    private final int width;
    private final double[] rowSums;
    private final double[] columnSums;
    private final double total;
    private final double negative;
    private float[] ascending;

    private Magnitudes(float[] values, int height, int width, double negative) {
        this.values = values;
        this.height = height;
        this.width = width;
        this.negative = negative;
        this.rowSums = new double[height];
        this.columnSums = new double[width];
        for (int y = 0; y < height; y++) {
            double sum = 0;
            for (int x = 0; x < width; x++) {
                float value = values[y * width + x];
                sum += value;
                columnSums[x] += value;
            }
            rowSums[y] = sum;
        }
        this.total = Arrays.stream(rowSums).sum();
    }

    /**
     * The magnitudes of a map.
     *
     * @param map [height, width], row-major, already summed over color; not changed
     * @throws StatisticException if the map does not fill the sides exactly, or holds NaN or infinity
     */
    public static Magnitudes of(float[] map, int height, int width) {
        if (height < 1 || width < 1 || map.length != (long) height * width) {
            throw new StatisticException("a relevance map of " + height + " x " + width + " values needs "
                    + (long) height * width + " values, not " + map.length);
        }
        float[] magnitudes = new float[map.length];
        boolean zero = true;
        double negative = 0;
        for (int i = 0; i < map.length; i++) {
            if (!Float.isFinite(map[i])) {
                throw new StatisticException("the relevance at row " + i / width + ", column " + i % width + " is "
                        + map[i] + "; expected finite values (try float64)");
            }
            magnitudes[i] = Math.abs(map[i]);
            zero &= map[i] == 0;
            negative += map[i] < 0 ? magnitudes[i] : 0;
        }
        if (zero) {
            Arrays.fill(magnitudes, 1);
        }
        return new Magnitudes(magnitudes, height, width, negative);
    }

    /** H. */
    public int height() {
        return height;
    }

    /** W. */
    public int width() {
        return width;
    }

    /** The number of pixels n = H·W. */
    public int count() {
        return values.length;
    }

    /** The sum S of all magnitudes; above 0. */
    public double total() {
        return total;
    }

    /** The sum of the magnitudes of the values below zero; 0 for a map of zeros. */
    public double negative() {
        return negative;
    }

    /** The magnitude at a position of the row-major map. */
    public float value(int position) {
        return values[position];
    }

    /** The sum of the magnitudes of one row. */
    public double rowSum(int y) {
        return rowSums[y];
    }

    /** The sum of the magnitudes of one column. */
    public double columnSum(int x) {
        return columnSums[x];
    }

    /** The sum of the magnitudes of a rectangle inside the map. */
    public double sum(int top, int left, int rows, int columns) {
        double sum = 0;
        for (int y = top; y < top + rows; y++) {
            for (int x = left; x < left + columns; x++) {
                sum += values[y * width + x];
            }
        }
        return sum;
    }

    /** The magnitude of a rank, ascending: rank 0 is the smallest. */
    public float ranked(int rank) {
        if (ascending == null) {
            ascending = RadixSort.ascending(values);
        }
        return ascending[rank];
    }
}

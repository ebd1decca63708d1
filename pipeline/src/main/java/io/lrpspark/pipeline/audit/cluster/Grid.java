package io.lrpspark.pipeline.audit.cluster;

import java.util.Optional;

/** Pools relevance maps to small grids, by summation, so that maps of any size become vectors of one length. */
public final class Grid {
    /** Cells along a side of the grid that clusters are found on; a map with a shorter side keeps its pixels. */
    public static final int SIDE = 8;

    private Grid() {}

    /**
     * The sums over the cells of a grid; a pixel belongs to the cell that its upper left corner lies in.
     *
     * @param map [height, width], row-major
     * @param rows of the grid, at most the height
     * @param columns of the grid, at most the width
     */
    public static float[] pool(float[] map, int height, int width, int rows, int columns) {
        double[] sums = new double[rows * columns];
        for (int y = 0; y < height; y++) {
            int row = (int) ((long) y * rows / height);
            for (int x = 0; x < width; x++) {
                sums[row * columns + (int) ((long) x * columns / width)] += map[y * width + x];
            }
        }
        float[] pooled = new float[sums.length];
        for (int i = 0; i < pooled.length; i++) {
            pooled[i] = (float) sums[i];
        }
        return pooled;
    }

    /**
     * How the positive relevance of a map is shared out among the cells of a grid of {@link #SIDE}: what speaks for the
     * class, summing to 1.
     *
     * @return empty if no relevance is positive, or some is not finite
     */
    public static Optional<float[]> shares(float[] map, int height, int width) {
        float[] positive = new float[map.length];
        double total = 0;
        for (int i = 0; i < map.length; i++) {
            if (!Float.isFinite(map[i])) {
                return Optional.empty();
            }
            positive[i] = Math.max(0, map[i]);
            total += positive[i];
        }
        if (!(total > 0)) {
            return Optional.empty();
        }
        float[] shares = pool(positive, height, width, Math.min(SIDE, height), Math.min(SIDE, width));
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) (shares[i] / total);
        }
        return Optional.of(shares);
    }
}

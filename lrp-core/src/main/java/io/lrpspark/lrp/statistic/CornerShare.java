package io.lrpspark.lrp.statistic;

/**
 * The largest share of the relevance in one of the four corners: {@code max_c Σ_c |R| / Σ |R|}, 0 to 1. A corner is a
 * rectangle with an eighth of each side, rounded up (28 x 28 pixels at 224). A uniform map has 1/64. Small marks that a
 * network relies on (logos, copyright notes) often sit there. {@link #corners} gives each corner by itself: the columns
 * {@code corner_upper_left_share} and so on, of which this is the largest.
 */
public final class CornerShare implements MapStatistic {
    private static final int PARTS = 8;

    CornerShare() {}

    @Override
    public double of(Magnitudes map) {
        Corners corners = corners(map);
        return Math.max(Math.max(corners.topLeft, corners.topRight), Math.max(corners.bottomLeft, corners.bottomRight));
    }

    /**
     * The share of each corner, 0 to 1.
     *
     * @param topLeft of the corner at row 0, column 0
     * @param topRight of the corner at row 0, column W - 1
     * @param bottomLeft of the corner at row H - 1, column 0
     * @param bottomRight of the corner at row H - 1, column W - 1
     */
    public record Corners(double topLeft, double topRight, double bottomLeft, double bottomRight) {}

    /** The shares of the four corners. */
    public static Corners corners(Magnitudes map) {
        int rows = (map.height() + PARTS - 1) / PARTS;
        int columns = (map.width() + PARTS - 1) / PARTS;
        int bottom = map.height() - rows;
        int right = map.width() - columns;
        return new Corners(
                share(map, 0, 0, rows, columns),
                share(map, 0, right, rows, columns),
                share(map, bottom, 0, rows, columns),
                share(map, bottom, right, rows, columns));
    }

    private static double share(Magnitudes map, int top, int left, int rows, int columns) {
        return Math.min(1, map.sum(top, left, rows, columns) / map.total());
    }
}

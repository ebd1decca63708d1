package io.lrpspark.lrp.statistic;

/**
 * The share of the relevance in the outer frame, whose bars are a sixteenth of each side, rounded up (14 pixels at
 * 224): {@code Σ_frame |R| / Σ |R|}, 0 to 1. A uniform map of 224 x 224 has 0.234.
 */
final class BorderShare implements MapStatistic {
    private static final int PARTS = 16;

    @Override
    public double of(Magnitudes map) {
        int rows = (map.height() + PARTS - 1) / PARTS;
        int columns = (map.width() + PARTS - 1) / PARTS;
        double frame = 0;
        for (int y = 0; y < map.height(); y++) {
            boolean bar = y < rows || y >= map.height() - rows;
            frame += bar ? map.rowSum(y) : ends(map, y, columns);
        }
        return Math.min(1, frame / map.total());
    }

    private static double ends(Magnitudes map, int y, int columns) {
        int right = Math.max(columns, map.width() - columns);
        return map.sum(y, 0, 1, columns) + map.sum(y, right, 1, map.width() - right);
    }
}

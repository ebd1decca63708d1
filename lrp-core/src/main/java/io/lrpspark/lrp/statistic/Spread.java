package io.lrpspark.lrp.statistic;

/**
 * How far the relevance lies from its centre: the root mean square distance {@code sqrt(Σ |R| ((u - cx)² + (v - cy)²) /
 * Σ |R|)} with {@code u = (x + ½) / W} and {@code v = (y + ½) / H}, 0 (one pixel) to 0.71 (two opposite corners). A
 * uniform map has about 0.41.
 */
final class Spread implements MapStatistic {
    private final MapStatistic centerX = new CenterX();
    private final MapStatistic centerY = new CenterY();

    @Override
    public double of(Magnitudes map) {
        double cx = centerX.of(map);
        double cy = centerY.of(map);
        double sum = 0;
        for (int x = 0; x < map.width(); x++) {
            double distance = (x + 0.5) / map.width() - cx;
            sum += map.columnSum(x) * distance * distance;
        }
        for (int y = 0; y < map.height(); y++) {
            double distance = (y + 0.5) / map.height() - cy;
            sum += map.rowSum(y) * distance * distance;
        }
        return Math.sqrt(sum / map.total());
    }
}

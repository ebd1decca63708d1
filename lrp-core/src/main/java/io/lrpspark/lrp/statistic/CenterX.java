package io.lrpspark.lrp.statistic;

/** The horizontal centre of the relevance: {@code Σ |R| (x + ½) / (W Σ |R|)}, 0 (left edge) to 1 (right edge). */
final class CenterX implements MapStatistic {
    @Override
    public double of(Magnitudes map) {
        double sum = 0;
        for (int x = 0; x < map.width(); x++) {
            sum += map.columnSum(x) * (x + 0.5);
        }
        return sum / (map.width() * map.total());
    }
}

package io.lrpspark.lrp.statistic;

/** The vertical centre of the relevance: {@code Σ |R| (y + ½) / (H Σ |R|)}, 0 (top edge) to 1 (bottom edge). */
final class CenterY implements MapStatistic {
    @Override
    public double of(Magnitudes map) {
        double sum = 0;
        for (int y = 0; y < map.height(); y++) {
            sum += map.rowSum(y) * (y + 0.5);
        }
        return sum / (map.height() * map.total());
    }
}

package io.lrpspark.lrp.statistic;

/**
 * The share of the relevance in the hundredth of the pixels that have most of it: {@code Σ_{k largest} |R| / Σ |R|} with
 * {@code k = ceil(n / 100)}, 0 to 1. A uniform map has k/n.
 */
final class TopPercentShare implements MapStatistic {
    @Override
    public double of(Magnitudes map) {
        int most = (map.count() + 99) / 100;
        double sum = 0;
        for (int rank = map.count() - most; rank < map.count(); rank++) {
            sum += map.ranked(rank);
        }
        return Math.min(1, sum / map.total());
    }
}

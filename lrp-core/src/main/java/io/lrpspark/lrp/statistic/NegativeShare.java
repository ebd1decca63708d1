package io.lrpspark.lrp.statistic;

/**
 * The share of the relevance that speaks against the target: {@code Σ max(0, -R) / Σ |R|}, 0 (nothing) to 1
 * (everything). The only statistic that knows signs; a map of zeros has 0.
 */
final class NegativeShare implements MapStatistic {
    @Override
    public double of(Magnitudes map) {
        return Math.min(1, map.negative() / map.total());
    }
}

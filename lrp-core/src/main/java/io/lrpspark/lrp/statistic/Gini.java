package io.lrpspark.lrp.statistic;

/**
 * The Gini index of the magnitudes, 0 (all equal) to 1 - 1/n (one pixel has everything): {@code Σ_i (2i - n - 1) a_i /
 * (n Σ a)} with a ascending and i from 1. This is the sparseness of Chalasani et al. (2020) as Quantus computes it,
 * without the 1e-7 that Quantus adds to every value, so that it does not depend on the map's scale.
 */
final class Gini implements MapStatistic {
    @Override
    public double of(Magnitudes map) {
        int count = map.count();
        double sum = 0;
        for (int rank = 0; rank < count; rank++) {
            sum += (2.0 * rank + 1 - count) * map.ranked(rank);
        }
        return Math.max(0, sum / (count * map.total()));
    }
}

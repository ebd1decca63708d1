package io.lrpspark.lrp.statistic;

/**
 * How evenly the relevance is spread over the pixels: the Shannon entropy of {@code p = |R| / Σ |R|}, relative to its
 * largest value: {@code -Σ p ln p / ln n}, 0 (one pixel has everything) to 1 (all have the same). A map of one pixel
 * has 1.
 */
final class Entropy implements MapStatistic {
    @Override
    public double of(Magnitudes map) {
        if (map.count() == 1) {
            return 1;
        }
        double sum = 0;
        double scale = 1 / map.total();
        for (int i = 0; i < map.count(); i++) {
            double share = map.value(i) * scale;
            if (share > 0) {
                sum -= share * Math.log(share);
            }
        }
        return Math.max(0, Math.min(1, sum / Math.log(map.count())));
    }
}

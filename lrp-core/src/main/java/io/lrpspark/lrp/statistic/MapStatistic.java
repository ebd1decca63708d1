package io.lrpspark.lrp.statistic;

/**
 * One number that describes the shape of a relevance map. It depends on the magnitudes only, and not on their scale.
 */
@FunctionalInterface
public interface MapStatistic {
    /**
     * The statistic of a map; always finite.
     *
     * @param map the magnitudes of the map
     */
    double of(Magnitudes map);
}

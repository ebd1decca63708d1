package io.lrpspark.lrp.statistic;

/**
 * One number that describes the shape of a relevance map. It does not depend on the map's scale.
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

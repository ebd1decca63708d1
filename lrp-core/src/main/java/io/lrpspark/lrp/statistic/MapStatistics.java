package io.lrpspark.lrp.statistic;

import io.lrpspark.lrp.registry.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape statistics of relevance maps, by the names of their table columns. All but
 * {@code negative_share} depend on |R| only, and none on its scale; a map of zeros has the statistics of a uniform map. The order is the order of the columns.
 */
public final class MapStatistics {
    private static final Registry<MapStatistic> REGISTRY = registered();

    private MapStatistics() {}

    /** All statistics by name. */
    public static Registry<MapStatistic> registry() {
        return REGISTRY;
    }

    /** The names, in the order of {@link #of(float[], int, int)}. */
    public static List<String> names() {
        return List.copyOf(REGISTRY.names());
    }

    /**
     * All statistics of one map.
     *
     * @param map [height, width], row-major, already summed over color
     * @return one value per name, in the order of {@link #names()}; always finite
     * @throws StatisticException if the map does not fill the sides exactly, or holds NaN or infinity
     */
    public static double[] of(float[] map, int height, int width) {
        Magnitudes magnitudes = Magnitudes.of(map, height, width);
        return REGISTRY.entries().values().stream()
                .mapToDouble(statistic -> statistic.of(magnitudes))
                .toArray();
    }

    private static Registry<MapStatistic> registered() {
        Map<String, MapStatistic> statistics = new LinkedHashMap<>();
        statistics.put("negative_share", new NegativeShare());
        statistics.put("border_share", new BorderShare());
        statistics.put("corner_share", new CornerShare());
        statistics.put(
                "corner_upper_left_share", map -> CornerShare.corners(map).topLeft());
        statistics.put(
                "corner_upper_right_share", map -> CornerShare.corners(map).topRight());
        statistics.put(
                "corner_lower_left_share", map -> CornerShare.corners(map).bottomLeft());
        statistics.put(
                "corner_lower_right_share", map -> CornerShare.corners(map).bottomRight());
        statistics.put("top1pct_share", new TopPercentShare());
        statistics.put("entropy", new Entropy());
        statistics.put("gini", new Gini());
        statistics.put("center_x", new CenterX());
        statistics.put("center_y", new CenterY());
        statistics.put("spread", new Spread());
        return Registry.of("statistic", statistics);
    }
}

package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.lrpspark.pipeline.report.model.Picture;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * The mean maps that a page shows.
 *
 * @param small of classes, by target
 * @param means of classes in full, by target
 * @param magnitudes of classes in full, by target
 * @param clusters of classes in full, by target and number
 */
record Maps(
        Map<Integer, Picture> small,
        Map<Integer, Picture> means,
        Map<Integer, Picture> magnitudes,
        Map<Integer, Map<Integer, Picture>> clusters) {
    private static final int SMALL = 20;
    private static final int LARGE = 64;
    private static final int OF_CLUSTER = 28;
    private static final String SHAPE = "relevance_shape";

    /**
     * Draws them.
     *
     * @param summary the table, if there is one
     * @param clusters the table, if there is one
     * @param lines targets of the classes in the table
     * @param details targets of the classes in full
     */
    static Maps read(
            Optional<Dataset<Row>> summary,
            Optional<Dataset<Row>> clusters,
            Collection<Integer> lines,
            Collection<Integer> details) {
        return new Maps(
                ofClasses(summary, lines, "mean_relevance", SMALL),
                ofClasses(summary, details, "mean_relevance", LARGE),
                ofClasses(summary, details, "mean_abs_relevance", LARGE),
                clusters.map(table -> ofClusters(table, details)).orElse(Map.of()));
    }

    Optional<Picture> ofCluster(int target, int number) {
        return Optional.ofNullable(clusters.getOrDefault(target, Map.of()).get(number));
    }

    /** How long the pictures of a class in full are. */
    long bytes(int target) {
        return Stream.of(
                        Stream.of(means, magnitudes).map(pictures -> Optional.ofNullable(pictures.get(target))),
                        clusters.getOrDefault(target, Map.of()).values().stream()
                                .map(Optional::of))
                .flatMap(pictures -> pictures)
                .flatMap(Optional::stream)
                .mapToLong(picture -> picture.bytes().length)
                .sum();
    }

    private static Map<Integer, Map<Integer, Picture>> ofClusters(Dataset<Row> table, Collection<Integer> details) {
        if (!has(table, "mean_map", "map_shape")) {
            return Map.of();
        }
        return collect(table.where(col("target").isin(details.toArray()))
                .select(
                        col("target").cast("int"),
                        col("cluster").cast("int"),
                        col("mean_map").cast("array<float>"),
                        col("map_shape").cast("array<int>"))
                .map(new RenderMap(OF_CLUSTER), Encoders.row(RenderMap.RENDERED)));
    }

    private static Map<Integer, Picture> ofClasses(
            Optional<Dataset<Row>> summary, Collection<Integer> targets, String map, int longest) {
        Map<Integer, Picture> found = new HashMap<>();
        summary.filter(table -> has(table, map, SHAPE))
                .map(table -> collect(table.where(col("target").isin(targets.toArray()))
                        .select(
                                col("target").cast("int"),
                                lit(0).as("key"),
                                col(map).cast("array<float>"),
                                col(SHAPE).cast("array<int>"))
                        .map(new RenderMap(longest), Encoders.row(RenderMap.RENDERED))))
                .orElse(Map.of())
                .forEach((target, pictures) -> pictures.values().forEach(picture -> found.put(target, picture)));
        return found;
    }

    private static boolean has(Dataset<Row> table, String... columns) {
        return Arrays.asList(table.columns()).containsAll(List.of(columns));
    }

    private static Map<Integer, Map<Integer, Picture>> collect(Dataset<Row> rendered) {
        Map<Integer, Map<Integer, Picture>> pictures = new HashMap<>();
        for (Row row : rendered.collectAsList()) {
            if (!row.isNullAt(row.fieldIndex("png"))) {
                pictures.computeIfAbsent(row.getInt(0), target -> new HashMap<>())
                        .put(
                                row.getInt(1),
                                new Picture(
                                        Picture.Format.PNG,
                                        row.<byte[]>getAs("png"),
                                        row.<Integer>getAs("width"),
                                        row.<Integer>getAs("height")));
            }
        }
        return pictures;
    }
}

package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import io.lrpspark.pipeline.report.model.ClassDetail.Cluster;
import io.lrpspark.pipeline.report.model.ClassDetail.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** What the tables of clusters say. */
final class ClusterReader {
    private static final List<String> SCALARS = List.of(
            "target",
            "target_name",
            "cluster",
            "size",
            "share",
            "class_images",
            "purity",
            "label",
            "focus",
            "coherence",
            "corner_share",
            "suspicion_rank",
            "accused",
            "reason");

    private ClusterReader() {}

    /**
     * A row of the table without map and representatives.
     *
     * @param target the class
     * @param className of the class
     * @param number in the class
     * @param size images
     * @param classImages of the class
     * @param rank 1 is the most suspicious; the last if the table does not say
     * @param accused whether it is
     * @param reason in words
     * @param cells everything
     */
    record ClusterRow(
            int target,
            String className,
            int number,
            long size,
            long classImages,
            int rank,
            boolean accused,
            Optional<String> reason,
            Cells cells) {}

    /** All clusters of a run, the most suspicious first. */
    static List<ClusterRow> read(Dataset<Row> table) {
        List<String> there = Arrays.asList(table.columns());
        List<ClusterRow> rows = new ArrayList<>();
        table.where(col("target").isNotNull().and(col("cluster").isNotNull()))
                .select(SCALARS.stream()
                        .filter(there::contains)
                        .map(column -> col(column))
                        .toArray(Column[]::new))
                .collectAsList()
                .forEach(row -> {
                    Cells cells = new Cells(row);
                    int target = (int) cells.count("target");
                    rows.add(new ClusterRow(
                            target,
                            cells.text("target_name").orElse("class " + target),
                            (int) cells.count("cluster"),
                            cells.count("size"),
                            cells.count("class_images"),
                            cells.index("suspicion_rank").orElse(Integer.MAX_VALUE),
                            cells.isTrue("accused"),
                            cells.text("reason"),
                            cells));
                });
        rows.sort(Comparator.comparing(ClusterRow::rank)
                .thenComparing(ClusterRow::target)
                .thenComparing(ClusterRow::number));
        return List.copyOf(rows);
    }

    /** A cluster as the page shows it. */
    static Cluster shown(ClusterRow row, Maps maps) {
        Cells cells = row.cells();
        return new Cluster(
                row.number(),
                row.size(),
                cells.number("share"),
                row.accused(),
                cells.index("suspicion_rank"),
                row.reason(),
                cells.text("label").map(label -> cells.number("purity")
                        .map(purity -> String.format(Locale.ROOT, "%s (%.0f %%)", label, 100 * purity))
                        .orElse(label)),
                cells.number("focus"),
                cells.number("coherence"),
                cells.number("corner_share"),
                maps.ofCluster(row.target(), row.number()));
    }

    /** Where images of some classes lie, by class: some of each at random, of each cluster the most typical first. */
    static Map<Integer, List<Point>> points(Dataset<Row> members, Collection<Integer> targets, int most) {
        Map<Integer, List<Point>> points = new LinkedHashMap<>();
        if (!Arrays.asList(members.columns()).containsAll(List.of("x", "y", "distance"))) {
            return points;
        }
        members.where(col("target").isin(targets.toArray()).and(isFinite("x")).and(isFinite("y")))
                .select("image_id", "target", "cluster", "x", "y", "distance")
                .withColumn(
                        "place",
                        row_number()
                                .over(Window.partitionBy("target").orderBy(xxhash64(col("image_id")), col("image_id"))))
                .where(col("place").leq(most))
                .orderBy("target", "cluster", "distance", "image_id")
                .collectAsList()
                .forEach(row -> {
                    Cells cells = new Cells(row);
                    points.computeIfAbsent((int) cells.count("target"), target -> new ArrayList<>())
                            .add(new Point(
                                    cells.text("image_id").orElse(""),
                                    (int) cells.count("cluster"),
                                    cells.number("x").orElseThrow(),
                                    cells.number("y").orElseThrow()));
                });
        return points;
    }

    private static Column isFinite(String column) {
        return col(column).isNotNull().and(abs(col(column)).lt(Double.POSITIVE_INFINITY));
    }
}

package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import io.lrpspark.pipeline.report.GalleryPlan.Place;
import io.lrpspark.pipeline.report.model.ClassDetail.Gallery;
import io.lrpspark.pipeline.report.model.ClassDetail.Point;
import io.lrpspark.pipeline.report.model.ClassDetail.ShownImage;
import io.lrpspark.pipeline.report.model.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The images that a page shows, with their maps: one pass over the maps of the run, whose rows that are shown become pictures. */
final class Galleries {
    private static final int MOST_OF_A_CLASS = 60;
    private static final int TYPICAL = 12;
    private static final int ODD = 6;
    private static final StructType CHOSEN =
            new StructType().add("target", DataTypes.IntegerType).add("image_id", DataTypes.StringType);

    private final RunTables tables;
    private final ReportLimits limits;

    Galleries(RunTables tables, ReportLimits limits) {
        this.tables = tables;
        this.limits = limits;
    }

    /**
     * By class.
     *
     * @param clusters that are shown of each class, the most suspicious first
     * @param points of each class
     * @param taken bytes of other pictures of each class
     */
    Map<Integer, List<Gallery>> read(
            Map<Integer, List<ClusterReader.ClusterRow>> clusters,
            Map<Integer, List<Point>> points,
            Map<Integer, Long> taken) {
        Map<Integer, GalleryPlan> plans = plans(clusters, points);
        Map<Integer, Map<String, ShownImage>> images = images(plans);
        Map<Integer, List<Gallery>> galleries = new HashMap<>();
        plans.forEach((target, plan) -> galleries.put(
                target,
                galleries(
                        plan,
                        images.getOrDefault(target, Map.of()),
                        clusters.getOrDefault(target, List.of()),
                        limits.pictureBytes() / plans.size() - taken.get(target))));
        return galleries;
    }

    private Map<Integer, GalleryPlan> plans(
            Map<Integer, List<ClusterReader.ClusterRow>> clusters, Map<Integer, List<Point>> points) {
        Map<Integer, Map<Integer, List<String>>> representatives = representatives(clusters.keySet());
        Map<Integer, List<String>> odd =
                ranked(clusters.keySet(), ODD, Window.partitionBy("target").orderBy(col("rank_in_class")));
        boolean typical = clusters.values().stream().anyMatch(List::isEmpty);
        Map<Integer, List<String>> typicals = typical
                ? ranked(
                        clusters.keySet(),
                        TYPICAL,
                        Window.partitionBy("target")
                                .orderBy(col("rank_in_class").desc()))
                : Map.of();
        int most = Math.min(MOST_OF_A_CLASS, limits.pictures() / Math.max(1, clusters.size()));
        Map<Integer, GalleryPlan> plans = new LinkedHashMap<>();
        clusters.forEach((target, shown) -> {
            Map<Integer, List<String>> ofClusters = new LinkedHashMap<>();
            shown.forEach(cluster -> ofClusters.put(
                    cluster.number(),
                    representatives.getOrDefault(target, Map.of()).getOrDefault(cluster.number(), List.of())));
            plans.put(
                    target,
                    GalleryPlan.of(
                            ofClusters,
                            typicals.getOrDefault(target, List.of()),
                            odd.getOrDefault(target, List.of()),
                            points.getOrDefault(target, List.of()),
                            most));
        });
        return plans;
    }

    private Map<Integer, Map<Integer, List<String>>> representatives(Collection<Integer> targets) {
        Map<Integer, Map<Integer, List<String>>> found = new HashMap<>();
        tables.clusters()
                .filter(table -> Arrays.asList(table.columns()).contains("representatives"))
                .ifPresent(table -> table.where(col("target").isin(targets.toArray()))
                        .select("target", "cluster", "representatives")
                        .collectAsList()
                        .forEach(row -> {
                            Cells cells = new Cells(row);
                            found.computeIfAbsent((int) cells.count("target"), target -> new HashMap<>())
                                    .put((int) cells.count("cluster"), cells.list("representatives"));
                        }));
        return found;
    }

    /** The first images of each class; those without a cosine are neither typical nor odd. */
    private Map<Integer, List<String>> ranked(Collection<Integer> targets, int most, WindowSpec order) {
        Map<Integer, List<String>> found = new HashMap<>();
        tables.scores().ifPresent(table -> {
            Dataset<Row> rows = table.where(col("target").isin(targets.toArray()));
            if (Arrays.asList(table.columns()).contains("cosine_to_class")) {
                rows = rows.where(col("cosine_to_class").isNotNull());
            }
            rows.withColumn("place", row_number().over(order))
                    .where(col("place").leq(most))
                    .select("target", "image_id", "place")
                    .orderBy("target", "place")
                    .collectAsList()
                    .forEach(row -> {
                        Cells cells = new Cells(row);
                        found.computeIfAbsent((int) cells.count("target"), target -> new ArrayList<>())
                                .add(cells.text("image_id").orElse(""));
                    });
        });
        return found;
    }

    private Map<Integer, Map<String, ShownImage>> images(Map<Integer, GalleryPlan> plans) {
        List<Row> chosen = new ArrayList<>();
        plans.forEach((target, plan) ->
                plan.places().keySet().forEach(image -> chosen.add(RowFactory.create(target, image))));
        if (chosen.isEmpty()) {
            return Map.of();
        }
        Dataset<Row> attributions = tables.attributions();
        Dataset<Row> wanted = attributions.sparkSession().createDataFrame(chosen, CHOSEN);
        Map<Integer, Map<String, ShownImage>> images = new HashMap<>();
        attributions
                .where(col("status").equalTo("ok"))
                .select(Stream.of(RenderImage.COLUMNS)
                        .map(column -> col(column))
                        .toArray(Column[]::new))
                .withColumn("target", col("target").cast("int"))
                .withColumn("relevance", col("relevance").cast("array<float>"))
                .withColumn("relevance_shape", col("relevance_shape").cast("array<int>"))
                .join(broadcast(wanted), new String[] {"target", "image_id"}, "left_semi")
                .map(new RenderImage(), Encoders.row(RenderImage.RENDERED))
                .collectAsList()
                .forEach(row -> {
                    Cells cells = new Cells(row);
                    ShownImage image = RenderImage.shown(cells);
                    images.computeIfAbsent((int) cells.count("target"), target -> new HashMap<>())
                            .put(image.image(), image);
                });
        return images;
    }

    /** In the order of the plan, as many as fit into the class's share of the bytes; of a gallery the first ones. */
    private static List<Gallery> galleries(
            GalleryPlan plan, Map<String, ShownImage> rendered, List<ClusterReader.ClusterRow> clusters, long share) {
        long left = share;
        Set<Place> full = new HashSet<>();
        Map<Place, List<ShownImage>> shown = new LinkedHashMap<>();
        clusters.forEach(cluster -> shown.put(Place.of(cluster.number()), new ArrayList<>()));
        for (Map.Entry<String, Place> entry : plan.places().entrySet()) {
            Optional<ShownImage> image = Optional.ofNullable(rendered.get(entry.getKey()));
            long bytes = image.map(Galleries::bytes).orElse(0L);
            if (bytes > left) {
                full.add(entry.getValue());
            } else if (image.isPresent() && !full.contains(entry.getValue())) {
                left -= bytes;
                shown.computeIfAbsent(entry.getValue(), place -> new ArrayList<>())
                        .add(image.get());
            }
        }
        Map<Integer, Long> sizes = new HashMap<>();
        clusters.forEach(cluster -> sizes.put(cluster.number(), cluster.size()));
        List<Gallery> galleries = new ArrayList<>();
        shown.forEach((place, pictures) -> {
            if (!pictures.isEmpty()) {
                galleries.add(new Gallery(
                        place.kind(),
                        place.cluster(),
                        List.copyOf(pictures),
                        place.cluster().map(sizes::get).orElseGet(() -> plan.looked()
                                .get(place.kind()))));
            }
        });
        return List.copyOf(galleries);
    }

    private static long bytes(ShownImage image) {
        return Stream.of(image.thumbnail(), image.heatmap())
                .flatMap(Optional::stream)
                .map(Picture::bytes)
                .mapToLong(bytes -> bytes.length)
                .sum();
    }
}

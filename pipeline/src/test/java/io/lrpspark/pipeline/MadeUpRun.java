package io.lrpspark.pipeline;

import io.lrpspark.lrp.statistic.MapStatistics;
import io.lrpspark.pipeline.output.AttributionSchema;
import io.lrpspark.pipeline.output.RowBuilder;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.TableWriter;
import io.lrpspark.pipeline.output.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A finished run with maps that a test makes up. */
public final class MadeUpRun {
    private static final StructType SCHEMA = AttributionSchema.of(Map.of());

    private final SparkSession spark;
    private final RunCatalog catalog;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, byte[]> thumbnails = new HashMap<>();

    /** @param root of the tables */
    public MadeUpRun(SparkSession spark, String root) {
        this.spark = spark;
        this.catalog = new RunCatalog(
                Tables.at(root, spark.sparkContext().hadoopConfiguration()),
                spark.sparkContext().hadoopConfiguration());
    }

    /** Gives a class another name; before its images. */
    public MadeUpRun named(int target, String name) {
        names.put(target, name);
        return this;
    }

    /** Gives all images of a class a thumbnail; before them. */
    public MadeUpRun thumbnail(int target, byte[] jpeg) {
        thumbnails.put(target, jpeg);
        return this;
    }

    private String name(int target) {
        return names.getOrDefault(target, "class " + target);
    }

    /** Adds an explained image of a class, with a square map. */
    public MadeUpRun map(String image, int label, int target, float[] map) {
        int side = (int) Math.sqrt(map.length);
        RowBuilder row = new RowBuilder(SCHEMA)
                .set("image_id", image)
                .set("status", "ok")
                .set("label", name(label))
                .set("label_index", label)
                .set("predicted", target)
                .set("predicted_name", name(target))
                .set("predicted_probability", 0.9f)
                .set("target", target)
                .set("target_name", name(target))
                .set("relevance", map)
                .set("relevance_shape", new int[] {1, side, side})
                .set("thumbnail", thumbnails.get(target));
        try {
            double[] statistics = MapStatistics.of(map, side, side);
            for (int i = 0; i < statistics.length; i++) {
                row.set(MapStatistics.names().get(i), (float) statistics[i]);
            }
        } catch (RuntimeException e) {
            // A map that is not finite has no statistics.
        }
        rows.add(row.build());
        return this;
    }

    /** Adds an image that failed. */
    public MadeUpRun failure(String image) {
        rows.add(new RowBuilder(SCHEMA)
                .set("image_id", image)
                .set("status", "failed")
                .set("stage", "decode")
                .set("error", "Truncated")
                .build());
        return this;
    }

    /** Writes the tables and records of the run. */
    public RunCatalog write(RunId run, Map<String, Object> started) {
        catalog.records().started(run, started);
        TableWriter.writeMaps(
                spark.createDataFrame(rows, SCHEMA), catalog.tables().wave(run, 0));
        catalog.records().finished(run, Map.of("verdict", "complete"));
        return catalog;
    }
}

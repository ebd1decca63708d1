package io.lrpspark.pipeline.summary;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.lrpspark.pipeline.input.ClassNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts of a run, exact: taken from its table. An image counts once, however many targets it has.
 *
 * @param explained images with a map
 * @param maps rows with a map
 * @param failed images without
 * @param labelled explained images whose label is a class
 * @param correct of those, the ones that are predicted right
 */
public record RunCounts(long explained, long maps, long failed, long labelled, long correct) {
    private static final int MOST_LABELS = 100;

    /**
     * Counts a run.
     *
     * @param attributions rows of one run; no map is read
     */
    public static RunCounts of(Dataset<Row> attributions) {
        Column ok = col("status").equalTo("ok");
        Row counts = attributions
                .groupBy("image_id")
                .agg(
                        first("status").as("status"),
                        first("predicted").as("predicted"),
                        first("label_index").as("label_index"),
                        count(lit(1)).as("maps"))
                .agg(
                        number(ok),
                        sum(when(ok, col("maps")).otherwise(0)),
                        number(ok.unary_$bang()),
                        number(ok.and(col("label_index").isNotNull())),
                        number(ok.and(col("label_index").equalTo(col("predicted")))))
                .head();
        return new RunCounts(value(counts, 0), value(counts, 1), value(counts, 2), value(counts, 3), value(counts, 4));
    }

    /**
     * The labels that are no class, with the number of their images, the most frequent first; a hundred at most. In
     * multi-label data, each label of an image is looked at.
     *
     * @param attributions rows of one run
     * @param classes of the model
     */
    public static Map<String, Long> unknownLabels(Dataset<Row> attributions, ClassNames classes) {
        Map<String, Long> labels = new LinkedHashMap<>();
        Dataset<Row> several =
                attributions.select(col("image_id"), explode(col("labels")).as("label"));
        attributions
                .where(col("label").isNotNull().and(col("label_index").isNull()))
                .select("image_id", "label")
                .union(several)
                .distinct()
                .groupBy("label")
                .count()
                .filter((FilterFunction<Row>)
                        row -> classes.indexOf(row.getString(0)).isEmpty())
                .orderBy(col("count").desc(), col("label"))
                .limit(MOST_LABELS)
                .collectAsList()
                .forEach(row -> labels.put(row.getString(0), row.getLong(1)));
        return labels;
    }

    /** The share of labelled images that are predicted right; empty if there are none. */
    public OptionalDouble accuracy() {
        return labelled == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) correct / labelled);
    }

    private static Column number(Column condition) {
        return sum(when(condition, 1L).otherwise(0L));
    }

    private static long value(Row row, int column) {
        return row.isNullAt(column) ? 0 : row.getLong(column);
    }
}

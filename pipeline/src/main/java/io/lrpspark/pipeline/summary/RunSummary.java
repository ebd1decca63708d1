package io.lrpspark.pipeline.summary;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.grouping;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udaf;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lrpspark.lrp.statistic.MapStatistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The {@code summary} table: one row per target class, and one overall, whose target is null. A class whose images all
 * failed has a row too, so that the failures of classes are not lost: images is 0, and accuracy, statistics and maps
 * are null.
 *
 * <ul>
 *   <li>target, target_name
 *   <li>images: of a class, the images that were explained for it; overall, those explained at all
 *   <li>failures: images without a map; of a class, those with it as label
 *   <li>accuracy: share of the row's images, as far as their label is a class, that are predicted right
 *   <li>labelled, recall: of a class, the explained images with it as label, and the share of them that is predicted as
 *       it; overall, the images whose label is a class, and the accuracy again
 *   <li>confusion: of a class, what the images with it as label are predicted as: structs of predicted, predicted_name,
 *       images, the most frequent first; null overall
 *   <li>for each statistic a struct of mean, stddev (of a sample; null for one image), min, p05, p50, p95, max: the
 *       shape statistics, the totals relevance_sum, positive_sum, negative_sum, and the parts of the ledger absorbed_bias,
 *       stopped, stabilised, ledger_error
 *   <li>quantile_error: the quantiles are approximate; the rank of p05, p50 and p95 among n values is off by at most
 *       this share of n
 *   <li>mean_relevance, mean_abs_relevance: the element-wise means of the stored maps and of their magnitudes;
 *       relevance_shape: [C, H, W]
 * </ul>
 */
final class RunSummary {
    private static final int QUANTILE_ACCURACY = 10_000;
    private static final int OVERALL = -1;
    private static final List<String> TOTALS = List.of(
            "relevance_sum", "positive_sum", "negative_sum", "absorbed_bias", "stopped", "stabilised", "ledger_error");

    private RunSummary() {}

    /**
     * The summary of a run, computed when it is written.
     *
     * @param attributions rows of one run
     * @param counts of the same run
     * @param names of the classes, by index; those without a name are missing
     */
    static Dataset<Row> of(Dataset<Row> attributions, RunCounts counts, Map<Integer, String> names) {
        Map<Integer, String> known = new HashMap<>(names);
        UserDefinedFunction className = udf((UDF1<Integer, String>) known::get, DataTypes.StringType);
        Column overall = col("class").equalTo(OVERALL);
        List<Column> columns = new ArrayList<>();
        columns.add(when(overall, lit(null)).otherwise(col("class")).cast("int").as("target"));
        columns.add(when(overall, lit(null))
                .otherwise(className.apply(col("class")))
                .cast("string")
                .as("target_name"));
        columns.add(when(overall, lit(counts.explained()))
                .otherwise(coalesce(col("rows"), lit(0L)))
                .as("images"));
        columns.add(when(overall, lit(counts.failed()))
                .otherwise(coalesce(col("failed"), lit(0L)))
                .as("failures"));
        columns.add(when(
                        overall,
                        counts.accuracy().isPresent() ? lit(counts.accuracy().getAsDouble()) : lit(null))
                .otherwise(col("right"))
                .cast("double")
                .as("accuracy"));
        columns.add(when(overall, lit(counts.labelled()))
                .otherwise(coalesce(col("labelled"), lit(0L)))
                .as("labelled"));
        columns.add(when(
                        overall,
                        counts.accuracy().isPresent() ? lit(counts.accuracy().getAsDouble()) : lit(null))
                .otherwise(col("recall"))
                .cast("double")
                .as("recall"));
        columns.add(col("confusion"));
        statistics().forEach(name -> columns.add(distribution(name)));
        columns.add(lit(1.0 / QUANTILE_ACCURACY).as("quantile_error"));
        columns.add(col("maps.mean").as("mean_relevance"));
        columns.add(col("maps.mean_abs").as("mean_abs_relevance"));
        columns.add(col("relevance_shape"));
        return perClass(attributions)
                .join(failures(attributions), "class", "full_outer")
                .join(Confusion.of(attributions, className), "class", "left_outer")
                .select(columns.toArray(new Column[0]))
                .coalesce(1)
                .sortWithinPartitions(col("target").asc_nulls_first());
    }

    private static List<String> statistics() {
        List<String> names = new ArrayList<>(MapStatistics.names());
        names.addAll(TOTALS);
        return names;
    }

    private static Dataset<Row> perClass(Dataset<Row> attributions) {
        List<Column> aggregates = new ArrayList<>();
        aggregates.add(grouping("target").as("is_overall"));
        aggregates.add(avg(when(
                        col("label_index").isNotNull(),
                        col("predicted").equalTo(col("label_index")).cast("double")))
                .as("right"));
        List<String> statistics = statistics();
        statistics.forEach(name -> aggregates.add(order(name)));
        aggregates.add(udaf(new Moments(statistics), Encoders.row(Moments.input(statistics)))
                .apply(statistics.stream().map(name -> col(name).cast("double")).toArray(Column[]::new))
                .as("moments"));
        aggregates.add(udaf(new MeanMaps(), Encoders.row(MeanMaps.INPUT))
                .apply(col("relevance"))
                .as("maps"));
        aggregates.add(first("relevance_shape").as("relevance_shape"));
        return attributions
                .where(col("status").equalTo("ok"))
                .rollup("target")
                .agg(count(lit(1)).as("rows"), aggregates.toArray(new Column[0]))
                .withColumn(
                        "class",
                        when(col("is_overall").equalTo(1), lit(OVERALL)).otherwise(col("target")));
    }

    /** Smallest and largest value of a statistic, and quantiles. */
    private static Column order(String name) {
        Column value = col(name).cast("double");
        return struct(
                        min(value).as("min"),
                        percentile_approx(
                                        value, functions.array(lit(0.05), lit(0.5), lit(0.95)), lit(QUANTILE_ACCURACY))
                                .as("quantiles"),
                        max(value).as("max"))
                .as(name);
    }

    /** All of a statistic; null for a class without a map. */
    private static Column distribution(String name) {
        Column moments = col("moments").getField(name);
        Column order = col(name);
        Column quantiles = order.getField("quantiles");
        Column all = struct(
                moments.getField("mean").as("mean"),
                moments.getField("stddev").as("stddev"),
                order.getField("min").as("min"),
                quantiles.getItem(0).as("p05"),
                quantiles.getItem(1).as("p50"),
                quantiles.getItem(2).as("p95"),
                order.getField("max").as("max"));
        return when(order.isNotNull(), all).as(name);
    }

    /** One row for the whole run, even if nothing worked, and one for each class that is the label of a failed image. */
    private static Dataset<Row> failures(Dataset<Row> attributions) {
        Dataset<Row> byLabel = attributions
                .where(col("status").equalTo("failed").and(col("label_index").isNotNull()))
                .groupBy(col("label_index").as("class"))
                .agg(count(lit(1)).as("failed"));
        return attributions
                .sparkSession()
                .range(1)
                .select(lit(OVERALL).as("class"), lit(0L).as("failed"))
                .union(byLabel);
    }
}

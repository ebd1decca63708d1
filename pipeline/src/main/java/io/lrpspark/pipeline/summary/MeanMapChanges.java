package io.lrpspark.pipeline.summary;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How like the baseline's mean map the mean map of each class is; classes that are in both runs. */
public final class MeanMapChanges {
    private static final String COSINE =
            "aggregate(zip_with(now, before, (a, b) -> double(a) * b), double(0), (s, v) -> s + v)"
                    + " / sqrt(aggregate(now, double(0), (s, v) -> s + double(v) * v)"
                    + " * aggregate(before, double(0), (s, v) -> s + double(v) * v))";

    private MeanMapChanges() {}

    /**
     * Compares.
     *
     * @param summary of a run
     * @param baseline the summary of another, with maps of the same shape
     * @return columns target, target_name and cosine
     */
    public static Dataset<Row> of(Dataset<Row> summary, Dataset<Row> baseline) {
        return summary.where(col("target").isNotNull())
                .select(col("target"), col("target_name"), col("mean_relevance").as("now"))
                .join(
                        baseline.where(col("target").isNotNull())
                                .select(col("target"), col("mean_relevance").as("before")),
                        "target")
                .select(col("target"), col("target_name"), expr(COSINE).as("cosine"));
    }
}

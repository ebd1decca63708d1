package io.lrpspark.pipeline.summary;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/**
 * The {@code scores} table: how like the mean map of its target class each map is.
 *
 * <ul>
 *   <li>image_id, target: one row for each map
 *   <li>cosine_to_class: {@code ⟨R, M⟩ / (‖R‖ ‖M‖)} with M the mean of the signed maps of the class, -1 to 1; null if either
 *       is zero or not finite
 *   <li>rank_in_class: 1 is the least like its class; those without a cosine come last
 * </ul>
 */
final class Scores {
    private Scores() {}

    /**
     * The scores of a run: a second pass over its maps.
     *
     * @param attributions rows of one run
     * @param summary of the same run, read back from its table
     */
    static Dataset<Row> of(Dataset<Row> attributions, Dataset<Row> summary) {
        UserDefinedFunction cosine = udf((UDF2<Seq<Float>, Seq<Float>, Float>) Scores::cosine, DataTypes.FloatType);
        Dataset<Row> means = summary.where(col("target").isNotNull()).select("target", "mean_relevance");
        return attributions
                .where(col("status").equalTo("ok"))
                .select("image_id", "target", "relevance")
                .join(broadcast(means), "target")
                .select(
                        col("image_id"),
                        col("target"),
                        cosine.apply(col("relevance"), col("mean_relevance")).as("cosine_to_class"))
                .withColumn(
                        "rank_in_class",
                        row_number()
                                .over(Window.partitionBy("target")
                                        .orderBy(col("cosine_to_class").asc_nulls_last(), col("image_id"))));
    }

    private static Float cosine(Seq<Float> map, Seq<Float> mean) {
        if (map == null || mean == null || map.size() != mean.size()) {
            return null;
        }
        double product = 0;
        double ofMap = 0;
        double ofMean = 0;
        for (int i = 0; i < map.size(); i++) {
            double value = map.apply(i);
            double typical = mean.apply(i);
            product += value * typical;
            ofMap += value * value;
            ofMean += typical * typical;
        }
        double cosine = product / Math.sqrt(ofMap * ofMean);
        return Double.isFinite(cosine) ? (float) Math.max(-1, Math.min(1, cosine)) : null;
    }
}

package io.lrpspark.pipeline.summary;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;

/** What the images of each label are predicted as; an image counts once, however many targets it has. */
final class Confusion {
    private Confusion() {}

    /** Columns class, labelled, recall and confusion, one row for each class that is a label of an explained image. */
    static Dataset<Row> of(Dataset<Row> attributions, UserDefinedFunction className) {
        return attributions
                .where(col("status").equalTo("ok").and(col("label_index").isNotNull()))
                .groupBy("image_id")
                .agg(first("label_index").as("class"), first("predicted").as("predicted"))
                .groupBy("class", "predicted")
                .count()
                .groupBy("class")
                .agg(
                        sum("count").as("labelled"),
                        expr("sum(if(predicted = class, count, 0)) / sum(count)")
                                .as("recall"),
                        sort_array(
                                        collect_list(struct(
                                                col("count").as("images"),
                                                col("predicted"),
                                                className
                                                        .apply(col("predicted"))
                                                        .as("predicted_name"))),
                                        false)
                                .as("confusion"));
    }
}

package io.lrpspark.pipeline.output;

import static org.apache.spark.sql.functions.lit;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** The attributions of a run as every reader wants them: with all columns of this version. */
public final class AttributionTable {
    private static final List<String> NEEDED = List.of("image_id", "status", "target", "relevance", "relevance_shape");

    private AttributionTable() {}

    /**
     * Reads the attributions of a run. Columns that an older version did not write are null.
     *
     * @throws UsageException if there are none, or they lack a column that nothing works without
     */
    public static Dataset<Row> read(SparkSession spark, Tables tables, RunId run) {
        String path = tables.attributions(run).toString();
        Dataset<Row> rows;
        try {
            rows = spark.read().option("mergeSchema", true).parquet(Locations.literal(path));
        } catch (Exception e) {
            // Spark throws checked exceptions that its Scala signatures do not declare.
            throw new UsageException(
                    "the attributions of run '" + run + "' cannot be read from " + path + ": expected Parquet files; "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
        List<String> columns = Arrays.asList(rows.columns());
        for (String column : NEEDED) {
            if (!columns.contains(column)) {
                throw new UsageException("the attributions of run '" + run + "' have no column " + column
                        + ": expected a table written by lrp attribute, but it has " + String.join(", ", columns));
            }
        }
        for (StructField field : AttributionSchema.of(Map.of()).fields()) {
            if (!columns.contains(field.name())) {
                rows = rows.withColumn(field.name(), lit(null).cast(field.dataType()));
            }
        }
        return rows;
    }
}

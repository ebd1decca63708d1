package io.lrpspark.pipeline.summary;

import static org.apache.spark.sql.functions.col;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.output.AttributionTable;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.TableWriter;
import io.lrpspark.pipeline.output.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes what is computed from the attributions of a run: the tables {@code summary} and {@code scores}. */
public final class Summarize {
    private Summarize() {}

    /**
     * Computes both tables again, from the run's attributions and its first record.
     *
     * @return the counts of the run
     * @throws io.lrpspark.pipeline.input.UsageException if the run is missing, unfinished or from elsewhere
     */
    public static RunCounts again(SparkSession spark, RunCatalog catalog, RunId run) {
        catalog.requireFinished(run);
        Dataset<Row> attributions = AttributionTable.read(spark, catalog.tables(), run);
        RunCounts counts = RunCounts.of(attributions);
        write(catalog.tables(), run, attributions, counts, names(catalog, run, attributions));
        return counts;
    }

    /**
     * Writes both tables.
     *
     * @param attributions rows of the run
     * @param counts of the run
     * @param names of the classes, by index
     */
    public static void write(
            Tables tables, RunId run, Dataset<Row> attributions, RunCounts counts, Map<Integer, String> names) {
        TableWriter.write(RunSummary.of(attributions, counts, names), tables.summary(run));
        Dataset<Row> summary = attributions
                .sparkSession()
                .read()
                .parquet(Locations.literal(tables.summary(run).toString()));
        TableWriter.write(Scores.of(attributions, summary), tables.scores(run));
    }

    /** From the run's record; of a run whose record has none, the names that its rows have. */
    private static Map<Integer, String> names(RunCatalog catalog, RunId run, Dataset<Row> attributions) {
        Map<Integer, String> names = new HashMap<>();
        List<String> recorded = catalog.classNames(run);
        for (int index = 0; index < recorded.size(); index++) {
            names.put(index, recorded.get(index));
        }
        if (names.isEmpty()) {
            attributions
                    .select(col("target"), col("target_name"))
                    .union(attributions.select("predicted", "predicted_name"))
                    .where(col("target").isNotNull().and(col("target_name").isNotNull()))
                    .distinct()
                    .collectAsList()
                    .forEach(row -> names.put(row.getInt(0), row.getString(1)));
        }
        return names;
    }
}

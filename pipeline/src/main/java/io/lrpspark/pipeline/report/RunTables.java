package io.lrpspark.pipeline.report;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.StorageFault;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.AttributionTable;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.Tables;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables of one run, as far as they are there. */
final class RunTables {
    private final SparkSession spark;
    private final Tables tables;
    private final RunId run;

    RunTables(SparkSession spark, RunCatalog catalog, RunId run) {
        this.spark = spark;
        this.tables = catalog.tables();
        this.run = run;
    }

    RunId run() {
        return run;
    }

    Dataset<Row> attributions() {
        return AttributionTable.read(spark, tables, run);
    }

    Optional<Dataset<Row>> summary() {
        return find("summary", tables.summary(run), "summarize", List.of("target", "images"));
    }

    Optional<Dataset<Row>> scores() {
        return find("scores", tables.scores(run), "summarize", List.of("image_id", "target", "rank_in_class"));
    }

    Optional<Dataset<Row>> clusters() {
        return find("clusters", tables.clusters(run), "audit", List.of("target", "cluster", "size"));
    }

    Optional<Dataset<Row>> clusterMembers() {
        return find("cluster_members", tables.clusterMembers(run), "audit", List.of("image_id", "target", "cluster"));
    }

    Optional<Dataset<Row>> checks() {
        return find("checks", tables.checks(run), "audit", List.of("name", "status"));
    }

    private Optional<Dataset<Row>> find(String name, Path path, String command, List<String> needed) {
        String again = "run lrp " + command + " --tables " + tables.root() + " --run " + run + " again";
        Dataset<Row> rows;
        try {
            if (!Locations.fileSystem(path, spark.sparkContext().hadoopConfiguration())
                    .exists(path)) {
                return Optional.empty();
            }
            rows = spark.read().parquet(Locations.literal(path.toString()));
        } catch (IOException e) {
            throw StorageFault.of("table '" + path + "' cannot be read", path, e);
        } catch (Exception e) {
            // Spark throws checked exceptions that its Scala signatures do not declare.
            throw new UsageException(
                    "the table " + name + " of run '" + run + "' cannot be read from " + path
                            + ": expected Parquet files; " + again,
                    e);
        }
        List<String> columns = Arrays.asList(rows.columns());
        for (String column : needed) {
            if (!columns.contains(column)) {
                throw new UsageException("the table " + name + " of run '" + run + "' has no column " + column
                        + ": expected one that this version wrote, but it has " + String.join(", ", columns) + "; "
                        + again);
            }
        }
        return Optional.of(rows);
    }
}

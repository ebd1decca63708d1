package io.lrpspark.jobs;

import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.Tables;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Which run of which tables. */
final class RunOptions {
    @Option(
            names = "--tables",
            required = true,
            paramLabel = "DIR",
            description = "Root folder of the tables: what lrp attribute got as --output; a path or a URI.")
    private String tables;

    @Option(
            names = "--run",
            paramLabel = "NAME",
            description = "The run. Default: the finished run that was started last.")
    private Optional<String> run = Optional.empty();

    /** The runs below the root. */
    RunCatalog catalog(SparkSession session) {
        return catalog(tables, session);
    }

    /** The runs below a root. */
    static RunCatalog catalog(String root, SparkSession session) {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        return new RunCatalog(Tables.at(root, configuration), configuration);
    }

    /**
     * The run that was asked for, or the latest.
     *
     * @throws io.lrpspark.pipeline.input.UsageException if it is missing or unfinished
     */
    RunId run(RunCatalog catalog) {
        RunId chosen = run.map(RunId::new).orElseGet(catalog::latest);
        catalog.requireFinished(chosen);
        return chosen;
    }
}

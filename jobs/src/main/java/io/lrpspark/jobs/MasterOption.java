package io.lrpspark.jobs;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Where Spark runs, for commands that read tables. */
final class MasterOption {
    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Where Spark runs. Default: spark-submit's, or local[*].")
    private Optional<String> url = Optional.empty();

    /** A session for an application of that name. */
    SparkSession open(String name) {
        return Sessions.open(name, url);
    }
}

package io.lrpspark.jobs;

import io.lrpspark.pipeline.input.UsageException;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a command. */
final class Sessions {
    private static final String EMBEDDED = "local[*]";
    private static final String UNKNOWN_MASTER = "Could not parse Master URL";

    private Sessions() {}

    /**
     * A session on the given master; without one, on that of spark-submit or the configuration, and else on all cores of
     * this machine.
     *
     * @throws UsageException if Spark does not know the master
     */
    static SparkSession open(String name, Optional<String> master) {
        SparkConf configuration = new SparkConf()
                .setAppName(name)
                .setIfMissing("spark.master", EMBEDDED)
                // An image that kills its executor takes three attempts of its task until it is known, and two each
                // further one of the same task.
                .setIfMissing("spark.task.maxFailures", "8");
        master.ifPresent(configuration::setMaster);
        try {
            return SparkSession.builder().config(configuration).getOrCreate();
        } catch (Exception e) {
            // Spark throws checked exceptions that its Scala signatures do not declare.
            if (e instanceof SparkException && String.valueOf(e.getMessage()).startsWith(UNKNOWN_MASTER)) {
                throw new UsageException(
                        "master '" + configuration.get("spark.master")
                                + "' is none that Spark knows: expected local[*], local[2] or a cluster's URL",
                        e);
            }
            throw e;
        }
    }
}

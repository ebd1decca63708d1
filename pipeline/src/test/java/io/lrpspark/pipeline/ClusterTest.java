package io.lrpspark.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;

/** A test with a Spark session of two executor processes of one slot each. Failsafe sets SPARK_HOME to a folder of the build. */
public abstract class ClusterTest extends SparkTest {
    @Override
    public SparkConf conf() {
        try {
            Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return super.conf()
                .setMaster("local-cluster[2,1,1024]")
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set(
                        "spark.executor.extraJavaOptions",
                        "-Dai.djl.offline=true -Dai.djl.pytorch.num_threads=1 -Dai.djl.pytorch.num_interop_threads=1"
                                + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .set("spark.executor.heartbeatInterval", "2s")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                // Executors may take their time where other tests run.
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "5min")
                .set("spark.locality.wait", "0");
    }
}

package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.output.RunId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A driver that can be killed: a run in a process of its own. */
final class ChildRun {
    private ChildRun() {}

    /** Starts or resumes a run in another process; what it prints goes to a file. */
    static Process start(String action, String images, Path tables, String run, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildRun.class.getName()));
        command.addAll(List.of(action, images, tables.toString(), run));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** The settings of the run, in every process. */
    static AttributeSettings settings(String images, String tables, String run) {
        return TestNetwork.settings(new ImageSource.Files(images), "epsilon-plus", tables)
                .waveSize(8)
                .run(new RunId(run))
                .build();
    }

    public static void main(String[] arguments) {
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("child")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config(UnreliableFileSystem.OPTION, UnreliableFileSystem.class.getName())
                .getOrCreate()) {
            AttributeSettings settings = settings(arguments[1], arguments[2], arguments[3]);
            if (arguments[0].equals("resume")) {
                AttributeJob.resume(spark, settings, ProgressListener.NONE);
            } else {
                AttributeJob.run(spark, settings, ProgressListener.NONE);
            }
        }
    }
}

package io.lrpspark.jobs;

import io.lrpspark.jobs.BenchCommand.ModelOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how long a user waits for a first heatmap. */
@Command(
        name = "start",
        description = "Measure the time from the start of a JVM to the first heatmap: engine, program, one image.")
final class BenchStartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--rounds",
            paramLabel = "COUNT",
            defaultValue = "3",
            description = "Rounds after the one that warms the caches. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("lrp-bench");
        try {
            Path file = model.file(folder);
            Path image = SamplePictures.write(folder.resolve("images"), 1).get(0);
            double[] seconds = new double[rounds];
            for (int round = -1; round < rounds; round++) {
                long start = System.nanoTime();
                ChildJvm.run(List.of(
                        "explain", "--image=" + image, "--model=" + file, "--output=" + folder.resolve("heat.png")));
                if (round >= 0) {
                    seconds[round] = (System.nanoTime() - start) / 1e9;
                }
            }
            spec.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT,
                            "start to first heatmap: %.1f s (median of %d)",
                            BenchCommand.median(seconds),
                            rounds));
            return 0;
        } finally {
            ChildJvm.deleteRecursively(folder);
        }
    }
}

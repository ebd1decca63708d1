package io.lrpspark.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lrpspark.jobs.BenchCommand.ModelOption;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.pipeline.attribute.AttributeJob;
import io.lrpspark.pipeline.attribute.AttributeSettings;
import io.lrpspark.pipeline.attribute.ProgressListener;
import io.lrpspark.pipeline.attribute.RunResult;
import io.lrpspark.pipeline.device.DeviceRequest;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.input.InputSelection;
import io.lrpspark.pipeline.input.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what Spark costs: the job, in this process and on executors, against a bare loop over the same images. */
@Command(
        name = "cluster",
        description =
                "Measure the job's throughput, in this process and on a cluster, against threads in a bare loop of decode,"
                        + " preprocess and attribute. scripts/bench cluster starts a cluster for it.")
final class BenchClusterCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "The cluster. Default: none, the job runs in this process only.")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--images",
            paramLabel = "COUNT",
            defaultValue = "300",
            description = "How many JPEG files to make and explain. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "Where the files are made, and deleted in the end. Of a cluster of several machines it has to be one"
                            + " that all of them have at this path. Default: the folder for temporary files.")
    private Optional<Path> where = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "COUNT",
            defaultValue = "2",
            description = "Threads of the loop, and N of local[N]. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--batch",
            paramLabel = "IMAGES",
            defaultValue = "" + AttributeSettings.DEFAULT_BATCH_SIZE,
            description = "Images per call. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--rounds",
            paramLabel = "COUNT",
            defaultValue = "3",
            description = "Rounds of a job on each master, each job between two loops. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "COUNT",
            defaultValue = "64",
            description = "Images that each job's JVMs explain before it, as a run of their own; 0: none, the measured"
                    + " images then pay for what Java learns on them. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--json", description = "Print a list of JSON objects, one a job, instead of a table.")
    private boolean json;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Path folder = temporary();
        try {
            List<Path> files = SamplePictures.write(folder.resolve("images"), images);
            AttributionProgram program =
                    BenchCommand.program(model.weights(), Canonizers.DEFAULT, NetworkOptions.DEFAULT_COMPOSITE);
            List<String> masters = new ArrayList<>(List.of("local[" + threads + "]"));
            cluster.ifPresent(masters::add);
            List<ClusterRound> measured = measure(new BareLoop(program, threads, batch), masters, files, folder);
            if (json) {
                print(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(measured));
            } else {
                masters.forEach(master -> print(median(master, measured)));
            }
            return 0;
        } finally {
            ChildJvm.deleteRecursively(folder);
        }
    }

    private Path temporary() throws IOException {
        if (where.isEmpty()) {
            return Files.createTempDirectory("lrp-bench");
        }
        if (!Files.isDirectory(where.get())) {
            throw new UsageException("--folder is " + where.get() + ": expected a folder that exists");
        }
        return Files.createTempDirectory(where.get().toAbsolutePath(), "lrp-bench");
    }

    private List<ClusterRound> measure(BareLoop loop, List<String> masters, List<Path> files, Path folder)
            throws InterruptedException, ExecutionException {
        List<ClusterRound> measured = new ArrayList<>();
        double before = loop.imagesPerSecond(files);
        for (int round = 1; round <= rounds; round++) {
            for (String master : masters) {
                ClusterRound.Job job = job(loop.program(), master, folder);
                double after = loop.imagesPerSecond(files);
                measured.add(ClusterRound.of(round, master, before, job, after));
                if (!json) {
                    print(line(measured.get(measured.size() - 1)));
                }
                before = after;
            }
        }
        return measured;
    }

    private ClusterRound.Job job(AttributionProgram program, String master, Path folder) {
        try (SparkSession session = Sessions.open("lrp bench", Optional.of(master))) {
            Optional<RunResult> first =
                    warmUp > 0 ? Optional.of(run(session, program, folder, warmUp)) : Optional.empty();
            RunResult measured = run(session, program, folder, images);
            return new ClusterRound.Job(first.orElse(measured).timings().startupSeconds(), measured);
        }
    }

    private RunResult run(SparkSession session, AttributionProgram program, Path folder, int limit) {
        RunResult result = AttributeJob.run(
                session,
                AttributeSettings.of(
                                new ImageSource.Files(folder.resolve("images").toString()),
                                program,
                                folder.resolve("tables").toString())
                        // As the loop.
                        .device(DeviceRequest.CPU)
                        .batchSize(batch)
                        .selection(InputSelection.first(limit))
                        .build(),
                ProgressListener.NONE);
        requireAllExplained(result, folder);
        return result;
    }

    /** A rate of images that failed is none. */
    private static void requireAllExplained(RunResult result, Path folder) {
        RunResult.Counts counts = result.counts();
        if (counts.explained() < counts.images()) {
            throw new IllegalStateException("only " + counts.explained() + " of " + counts.images()
                    + " images were explained, so nothing was measured: executors have to see " + folder
                    + ", expected --folder with one that all machines have");
        }
    }

    private static String line(ClusterRound round) {
        return String.format(
                Locale.ROOT,
                "round %d: loop before %.2f, after %.2f images/s; job in %s %.2f images/s from the first to the last batch,"
                        + " %.1f %% of the loop; start-up %.1f s",
                round.round(),
                round.loopBefore(),
                round.loopAfter(),
                round.master(),
                round.imagesPerSecond(),
                100 * round.ofTheLoop(),
                round.startupSeconds());
    }

    private static String median(String master, List<ClusterRound> measured) {
        double[] shares = measured.stream()
                .filter(round -> round.master().equals(master))
                .mapToDouble(ClusterRound::ofTheLoop)
                .toArray();
        return String.format(
                Locale.ROOT, "median of %s: %.1f %% of the loop", master, 100 * BenchCommand.median(shares));
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}

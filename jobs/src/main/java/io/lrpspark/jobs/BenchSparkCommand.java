package io.lrpspark.jobs;

import io.lrpspark.jobs.BenchCommand.ModelOption;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.pipeline.attribute.AttributeJob;
import io.lrpspark.pipeline.attribute.AttributeSettings;
import io.lrpspark.pipeline.attribute.ProgressListener;
import io.lrpspark.pipeline.attribute.RunResult;
import io.lrpspark.pipeline.input.ImageSource;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what Spark costs: the job against a bare loop over the same images. */
@Command(
        name = "spark",
        description =
                "Measure the job's throughput against threads in a bare loop of decode, preprocess and attribute.")
final class BenchSparkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--images",
            paramLabel = "COUNT",
            defaultValue = "300",
            description = "How many JPEG files to make and explain. Default: ${DEFAULT-VALUE}.")
    private int images;

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
            description = "Jobs, each between two loops. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Path folder = Files.createTempDirectory("lrp-bench");
        try {
            List<Path> files = SamplePictures.write(folder.resolve("images"), images);
            AttributionProgram program =
                    BenchCommand.program(model.weights(), Canonizers.DEFAULT, NetworkOptions.DEFAULT_COMPOSITE);
            PrintWriter out = spec.commandLine().getOut();
            double[] shares = new double[rounds];
            double before = loop(program, files);
            for (int round = 0; round < rounds; round++) {
                RunResult result = job(program, folder);
                double after = loop(program, files);
                double job = result.timings().imagesPerSecond();
                shares[round] = 2 * job / (before + after);
                out.println(String.format(
                        Locale.ROOT,
                        "loop of %d threads before %.2f, after %.2f images/s; job in local[%d] %.2f images/s from the first"
                                + " to the last batch, %.1f %% of the loop; start-up %.1f s",
                        threads,
                        before,
                        after,
                        threads,
                        job,
                        100 * shares[round],
                        result.timings().startupSeconds()));
                out.flush();
                before = after;
            }
            out.println(String.format(Locale.ROOT, "median: %.1f %% of the loop", 100 * BenchCommand.median(shares)));
            return 0;
        } finally {
            ChildJvm.deleteRecursively(folder);
        }
    }

    private RunResult job(AttributionProgram program, Path folder) {
        AttributeSettings settings = AttributeSettings.of(
                        new ImageSource.Files(folder.resolve("images").toString()),
                        program,
                        folder.resolve("tables").toString())
                .batchSize(batch)
                .build();
        try (SparkSession session = Sessions.open("lrp bench", Optional.of("local[" + threads + "]"))) {
            return AttributeJob.run(session, settings, ProgressListener.NONE);
        }
    }

    /** Images per second of threads that take the next batch until there is none. */
    private double loop(AttributionProgram program, List<Path> files) throws InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            attributor.attribute(BenchCommand.images(batch), batch, BenchCommand.predicted(batch));
            AtomicInteger next = new AtomicInteger();
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(workers.submit(() -> {
                    for (int from = next.getAndAdd(batch); from < files.size(); from = next.getAndAdd(batch)) {
                        explain(attributor, files.subList(from, Math.min(from + batch, files.size())));
                    }
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
            return files.size() / ((System.nanoTime() - start) / 1e9);
        } finally {
            workers.shutdown();
        }
    }

    private static void explain(Attributor attributor, List<Path> files) throws IOException, ImageException {
        Preprocessing preprocessing = Preprocessing.imagenet();
        float[] input = new float[files.size() * preprocessing.length()];
        for (int i = 0; i < files.size(); i++) {
            preprocessing.normalize(
                    preprocessing.crop(ImageDecoder.decode(Files.readAllBytes(files.get(i)), DecodeOptions.defaults())),
                    input,
                    i * preprocessing.length());
        }
        attributor.attribute(input, files.size(), BenchCommand.predicted(files.size()));
    }
}

package io.lrpspark.jobs;

import io.lrpspark.jobs.BenchCommand.ModelOption;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.pipeline.attribute.AttributeSettings;
import io.lrpspark.pipeline.attribute.DryRun;
import io.lrpspark.pipeline.attribute.DryRunResult;
import io.lrpspark.pipeline.input.ImageSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what an image costs that costs nothing: the driver's memory and the time, by dry runs of tiny images. */
@Command(
        name = "driver",
        description = "Measure the driver's memory and the overhead per image: dry runs of tiny images, few and many.")
final class BenchDriverCommand implements Callable<Integer> {
    private static final int SIDE = 32;
    private static final int FILES_A_FOLDER = 1000;
    private static final long SECONDS_BETWEEN_LOOKS = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--images",
            split = ",",
            paramLabel = "COUNT",
            defaultValue = "1000,100000",
            description = "How many JPEG files to make and list, a dry run each. Default: ${DEFAULT-VALUE}.")
    private List<Integer> counts;

    @Option(
            names = "--threads",
            paramLabel = "COUNT",
            defaultValue = "2",
            description = "N of local[N]. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Mixin
    private VerboseOption verbose;

    /**
     * A dry run.
     *
     * @param images it listed
     * @param seconds it took
     * @param keptBytes of the heap that were in use after it
     * @param mostBytes of the heap that were in use right after a collection while it ran: the tasks' part, which spills
     *     where it grows, is among them
     */
    private record Measured(int images, double seconds, long keptBytes, long mostBytes) {}

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("lrp-bench");
        try (SparkSession session = Sessions.open("lrp bench", Optional.of("local[" + threads + "]"))) {
            PrintWriter out = spec.commandLine().getOut();
            AttributionProgram program =
                    BenchCommand.program(model.weights(), Canonizers.DEFAULT, NetworkOptions.DEFAULT_COMPOSITE, SIDE);
            measure(session, program, folder, 1);
            Measured before = null;
            for (int count : counts) {
                Measured measured = measure(session, program, folder, count);
                out.println(String.format(
                        Locale.ROOT,
                        "%7d images: %6.1f s; live heap at most %.0f MB with the tasks' part, %.0f MB afterwards",
                        count,
                        measured.seconds(),
                        measured.mostBytes() / 1e6,
                        measured.keptBytes() / 1e6));
                if (before != null && count > before.images()) {
                    out.println(String.format(
                            Locale.ROOT,
                            "each further image: %.2f ms, %.0f bytes of heap afterwards",
                            1000 * (measured.seconds() - before.seconds()) / (count - before.images()),
                            (double) (measured.keptBytes() - before.keptBytes()) / (count - before.images())));
                }
                out.flush();
                before = measured;
            }
            return 0;
        } finally {
            ChildJvm.deleteRecursively(folder);
        }
    }

    private Measured measure(SparkSession session, AttributionProgram program, Path folder, int count)
            throws IOException {
        Path images = folder.resolve("images-" + count);
        write(images, count);
        AttributeSettings settings = AttributeSettings.of(
                        new ImageSource.Files(images.toString()),
                        program,
                        folder.resolve("tables").toString())
                .preprocessing(Preprocessing.parse("resize=" + SIDE + ",crop=" + SIDE))
                .build();
        AtomicLong most = new AtomicLong();
        ScheduledExecutorService observer = Executors.newSingleThreadScheduledExecutor();
        observer.scheduleAtFixedRate(
                () -> most.accumulateAndGet(liveBytes(), Math::max),
                SECONDS_BETWEEN_LOOKS,
                SECONDS_BETWEEN_LOOKS,
                TimeUnit.SECONDS);
        try {
            long start = System.nanoTime();
            DryRunResult result = DryRun.run(session, settings);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (result.images() != count || result.failed() > 0) {
                throw new IllegalStateException(result.images() + " images, " + result.failed() + " failed: expected "
                        + count + " that can be used");
            }
            long kept = liveBytes();
            return new Measured(count, seconds, kept, most.accumulateAndGet(kept, Math::max));
        } finally {
            observer.shutdownNow();
        }
    }

    private static long liveBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void write(Path images, int count) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), "jpeg", content);
        for (int index = 0; index < count; index++) {
            Path folder = images.resolve("class-" + index / FILES_A_FOLDER);
            if (index % FILES_A_FOLDER == 0) {
                Files.createDirectories(folder);
            }
            Files.write(folder.resolve("tiny-%07d.jpg".formatted(index)), content.toByteArray());
        }
    }
}

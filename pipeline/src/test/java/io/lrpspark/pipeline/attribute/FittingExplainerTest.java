package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lrpspark.lrp.ChildProcess;
import io.lrpspark.lrp.attribute.AddressSpace;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.image.RgbImage;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.MemoryEstimate;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.input.ImageSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An engine that gets no more memory from the system than some images need, in a process of its own. */
@EnabledOnOs(OS.LINUX)
class FittingExplainerTest {
    private static final int IMAGES = 20;
    private static final int BATCH = 64;

    /** What the engine may have, in images of the smaller size; one of the larger size needs as much as nine. */
    private static final String ROOM = "11";

    /** What runs in the other process. */
    public static final class LimitedEngine {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            AttributionProgram program = TestNetwork.exact(preprocessing(256));
            Explainers small = Explainers.of(256, BATCH);
            Explainers again = Explainers.of(256, BATCH);
            Explainers large = Explainers.of(768, 2);
            System.gc();
            AddressSpace.limitTo((int)
                    (Integer.parseInt(arguments[0]) * MemoryEstimate.of(program).imageBytes() >> 20));

            small.explain("small", IMAGES);
            again.explain("again", IMAGES);
            large.explain("large", 2);
            again.explain("after", 1);
        }
    }

    private record Explainers(FittingExplainer fitting, GuardedExplainer guarded, PreparedImage image) {
        static Explainers of(int side, int batchSize) {
            AttributionProgram program = TestNetwork.exact(preprocessing(side));
            TaskPlan plan = TaskPlan.of(
                    AttributeSettings.of(new ImageSource.Files("images"), program, "tables")
                            .preprocessing(preprocessing(side))
                            .build(),
                    batchSize);
            LoadedProgram loaded =
                    Attributors.get(program.fingerprint(), ComputeDevice.cpu(), program::encode, bytes -> {});
            BatchExplainer batches = new BatchExplainer(loaded, plan.preprocessing(), plan);
            FittingExplainer fitting = new FittingExplainer(batches, loaded.limit(), batchSize);
            PreparedImage image = PreparedImage.listed(new ListedImage("", "", Optional.of("0"), Optional.empty()))
                    .withCrop(new RgbImage(side, side, new byte[3 * side * side]));
            // Every caller gets a thread with a stack, which would not fit later.
            IntStream.range(0, 2).parallel().forEach(caller -> batches.explain(List.of(image), 1));
            return new Explainers(fitting, new GuardedExplainer(fitting), image);
        }

        void explain(String name, int count) throws InterruptedException {
            List<ExplainedImage> results = guarded.together(Collections.nCopies(count, image));
            long explained = results.stream()
                    .filter(result -> result.prepared().isReady())
                    .count();
            System.out.println(name + ": " + explained + " of " + results.size() + " explained, batch size "
                    + fitting.batchSize() + ", halved " + fitting.halvings() + " times");
            results.stream()
                    .flatMap(result -> result.prepared().failure().stream())
                    .distinct()
                    .forEach(failure -> System.out.println(name + ": " + failure.error() + ": " + failure.message()));
        }
    }

    private static Preprocessing preprocessing(int side) {
        return Preprocessing.parse("resize=" + side + ",crop=" + side);
    }

    @Test
    void halvesBatchesUntilTheyFitRemembersThatAndFailsAnImageThatDoesNotFitAlone(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(AddressSpace.canBeLimited(), "prlimit (util-linux) is not installed");
        String output = ChildProcess.run(
                LimitedEngine.class,
                List.of(
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ErrorFile=" + folder.resolve("error.log")),
                // Tensors go back to the system at once.
                Map.of("MALLOC_ARENA_MAX", "1", "MALLOC_MMAP_THRESHOLD_", "1000000"),
                List.of(ROOM));

        // What is free lies in pieces, which may cost the second caller a halving more, but not all of them again.
        assertThat(output)
                .containsPattern("small: 20 of 20 explained, batch size (2|4|8), halved [345] times")
                .containsPattern("again: 20 of 20 explained, batch size (1|2|4|8), halved [01] times")
                .contains("large: 0 of 2 explained, batch size 1, halved 1 times")
                .contains("large: OutOfMemory: the memory for cpu does not suffice")
                .contains("after: 1 of 1 explained");
    }
}

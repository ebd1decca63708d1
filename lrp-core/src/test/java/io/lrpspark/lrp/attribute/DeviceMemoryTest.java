package io.lrpspark.lrp.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lrpspark.lrp.ChildProcess;
import io.lrpspark.lrp.Golden;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An engine that gets no more memory from the system, in a process of its own. */
@EnabledOnOs(OS.LINUX)
class DeviceMemoryTest {
    private static final int SIDE = 256;
    private static final int TOO_MANY = 64;

    /** What runs in the other process. */
    public static final class LimitedEngine {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            Graph graph =
                    DenseNet.graph(DenseNetWeights.of(Checkpoint.read(Golden.file("tiny-a/tiny-a.pth"))), SIDE, SIDE);
            try (Attributor attributor = Attributor.load(
                    AttributionCompiler.compile(
                            Composites.parse("epsilon-plus", new InputRange(List.of(-3.0), List.of(3.0)))
                                    .assign(Canonizers.named("sequential-thresh")
                                            .apply(graph)),
                            // In float32 the engine makes code for every shape, which needs memory that it cannot do
                            // without.
                            CompileOptions.standard().withPrecision(Precision.FLOAT64)),
                    ComputeDevice.cpu())) {
                // Each caller gets a thread with a stack, which would not fit any more.
                IntStream.range(0, 4).parallel().forEach(caller -> attribute(attributor, 1));
                AddressSpace.limitTo(Integer.parseInt(arguments[0]));
                System.out.println(attribute(attributor, TOO_MANY));
                System.out.println(attribute(attributor, 2));
            }
        }

        private static String attribute(Attributor attributor, int count) {
            int[][] targets = new int[count][1];
            try {
                return attributor
                                .attribute(new float[count * 3 * SIDE * SIDE], count, targets)
                                .count()
                        + " explained";
            } catch (AttributionException e) {
                return e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        }
    }

    @Test
    void saysThatTheMemoryDoesNotSufficeAndGoesOnWithFewerImages(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(AddressSpace.canBeLimited(), "prlimit (util-linux) is not installed");
        String output = ChildProcess.run(
                LimitedEngine.class,
                List.of(
                        "-Xmx256m",
                        // little that the compilers and the collector ask of the system later
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ErrorFile=" + folder.resolve("error.log")),
                Map.of("MALLOC_ARENA_MAX", "1"),
                List.of("200"));

        assertThat(output.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("DeviceMemoryException: the memory for cpu does not suffice: ")
                        .contains("can't allocate memory"))
                .last()
                .isEqualTo("2 explained");
    }
}

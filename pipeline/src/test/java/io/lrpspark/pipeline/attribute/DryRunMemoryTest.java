package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.ChildProcess;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.input.ImageSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run in a process of its own, whose heap is smaller than an image. */
class DryRunMemoryTest {
    /** Three floats a pixel are more than the heap has. */
    private static final String LARGE = "resize=8192,crop=8192";

    private static final String HEAP = "-Xmx512m";

    /** What runs in the other process. */
    public static final class SmallHeap {
        public static void main(String[] arguments) {
            try (SparkSession spark = SparkSession.builder()
                    .master("local[1]")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.shuffle.partitions", "1")
                    .getOrCreate()) {
                Preprocessing preprocessing = Preprocessing.parse(LARGE);
                DryRunResult result = DryRun.run(
                        spark,
                        AttributeSettings.of(
                                        new ImageSource.Files(arguments[0]),
                                        TestNetwork.exact(preprocessing),
                                        arguments[1])
                                .preprocessing(preprocessing)
                                .build());
                System.out.println("lost " + result.lost() + " of " + result.images() + ", duration "
                        + result.duration() + ": " + result.noMemory().orElse("no finding"));
            }
        }
    }

    @Test
    void saysThatNotEvenOneImageFits(@TempDir Path folder) throws IOException, InterruptedException {
        Path images = Files.createDirectory(folder.resolve("images"));
        Files.writeString(images.resolve("text.jpg"), "no image");
        List<String> options =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.add(HEAP);

        String output = ChildProcess.run(
                SmallHeap.class,
                options,
                Map.of(),
                List.of(images.toString(), folder.resolve("tables").toString()));

        assertThat(output)
                .contains("lost 1 of 1, duration Optional.empty: not even one image can be explained here")
                .contains("the heap does not suffice (Java heap space; LRP_MEMORY, spark.executor.memory)")
                .containsPattern("an image takes about \\d+ MB beside the heap, the program \\d+ MB");
    }
}

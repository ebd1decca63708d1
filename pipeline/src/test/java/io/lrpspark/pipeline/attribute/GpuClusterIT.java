package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lrpspark.pipeline.ClusterTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.device.DeviceRequest;
import io.lrpspark.pipeline.device.DeviceUse;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor of which Spark believes that it has a GPU, number 5, half for each of its two tasks; in truth there is none. */
class GpuClusterIT extends ClusterTest {
    private static final int IMAGES = 64;

    @TempDir
    private static Path folder;

    @Override
    public SparkConf conf() {
        return super.conf()
                .setMaster("local-cluster[1,2,1024]")
                .set("spark.worker.resource.gpu.amount", "1")
                .set("spark.worker.resource.gpu.discoveryScript", discoveryScript())
                .set("spark.executor.resource.gpu.amount", "1")
                .set("spark.task.resource.gpu.amount", "0.5");
    }

    private static String discoveryScript() {
        Path script = folder.resolve("gpus");
        try {
            Files.writeString(script, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"5\"]}'\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return script.toString();
    }

    private static AttributeSettings settings(String composite, DeviceRequest device) {
        Path images = folder.resolve("images");
        for (int image = 0; image < IMAGES; image++) {
            TestImages.write(images.resolve(image + ".jpg"), image);
        }
        return TestNetwork.settings(images, composite, folder.resolve("tables"))
                .device(device)
                .run(new RunId(device.toString()))
                .build();
    }

    @Test
    void goesOnWithTheProcessorAndSaysWhy() {
        List<String> told = new ArrayList<>();
        RunResult result =
                AttributeJob.run(spark(), settings("epsilon-plus", DeviceRequest.AUTO), new ProgressListener() {
                    @Override
                    public void progress(Progress progress) {}

                    @Override
                    public void inform(String sentence) {
                        told.add(sentence);
                    }
                });

        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("device auto: cpu, since Spark assigned GPU 5, but the engine sees no GPU");
        assertThat(result.counts()).isEqualTo(new RunResult.Counts(IMAGES, IMAGES, IMAGES, 0, 0));
        assertThat(result.devices())
                .extracting(DeviceUse::executor, DeviceUse::device, DeviceUse::programsLoaded)
                .containsExactly(tuple("0", "cpu", 1L));
        assertThat(result.devices().get(0).tasks()).isGreaterThan(2);
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .startsWith("executors 0 computed on cpu: Spark assigned GPU 5, but the engine sees no GPU");
    }

    @Test
    void refusesToDoWithoutBeforeAnythingIsWritten() {
        assertThatThrownBy(
                        () -> AttributeJob.run(spark(), settings("epsilon", DeviceRequest.CUDA), ProgressListener.NONE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("device cuda cannot be used: Spark assigned GPU 5, but the engine sees no GPU");
        assertThat(folder.resolve("tables/runs/cuda")).doesNotExist();
    }

    @Test
    void takesTheProcessorWithoutAWordIfAskedTo() {
        RunResult result = AttributeJob.run(spark(), settings("epsilon", DeviceRequest.CPU), ProgressListener.NONE);

        assertThat(result.device()).isEqualTo("cpu");
        assertThat(result.warnings()).isEmpty();
    }
}

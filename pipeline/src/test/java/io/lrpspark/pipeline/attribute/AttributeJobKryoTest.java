package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.pipeline.SparkTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.output.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributeJobKryoTest extends SparkTest {
    @TempDir
    private Path folder;

    @Override
    public SparkConf conf() {
        return super.conf().set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    }

    private AttributeSettings settings(String program, Path images) {
        return TestNetwork.settings(images, program, folder.resolve("tables"))
                .run(new RunId("kryo"))
                .build();
    }

    @Test
    void explainsImagesWithTheOtherSerializer() throws IOException {
        Path images = folder.resolve("images");
        TestImages.write(images.resolve("a/1.jpg"), 1);
        TestImages.write(images.resolve("b/2.png"), 2);
        Files.writeString(images.resolve("3.jpg"), "no image");

        RunResult result = AttributeJob.run(spark(), settings("epsilon-plus-flat", images), ProgressListener.NONE);

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(3, 2, 2, 1, 0));
    }

    @Test
    void triesOutARunWithTheOtherSerializer() {
        Path images = folder.resolve("images");
        TestImages.write(images.resolve("a/1.jpg"), 1);

        assertThat(DryRun.run(spark(), settings("epsilon-plus-flat", images)).images())
                .isEqualTo(1);
    }
}

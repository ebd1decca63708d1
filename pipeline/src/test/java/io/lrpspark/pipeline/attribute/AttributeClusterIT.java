package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.pipeline.ClusterTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.output.RunId;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on two executor processes of one slot each. */
class AttributeClusterIT extends ClusterTest {
    private static final int IMAGES = 70;

    @TempDir
    private Path folder;

    private AttributeSettings settings(String run) {
        return AttributeSettings.of(
                        new ImageSource.Files(folder.resolve("images").toString()),
                        TestNetwork.program("epsilon-plus"),
                        folder.resolve("tables").toString())
                .preprocessing(TestNetwork.PREPROCESSING)
                .batchSize(2)
                .run(new RunId(run))
                .build();
    }

    @Test
    void loadsAProgramOncePerExecutorAndGivesTheSameRowsAgain() {
        for (int image = 0; image < IMAGES; image++) {
            TestImages.write(folder.resolve("images/class " + image % 3 + "/é" + image + ".jpg"), image);
        }

        RunResult first = AttributeJob.run(spark(), settings("first"), ProgressListener.NONE);
        RunResult second = AttributeJob.run(spark(), settings("second"), ProgressListener.NONE);

        assertThat(first.counts()).isEqualTo(new RunResult.Counts(IMAGES, IMAGES, IMAGES, 0, 0));
        assertThat(first.programsLoaded()).isEqualTo(2);
        assertThat(second.programsLoaded()).isZero();
        assertThat(rows(second)).isEqualTo(rows(first));
    }

    private List<Row> rows(RunResult result) {
        return spark().read()
                .parquet(result.paths().attributions())
                .orderBy("image_id")
                .collectAsList();
    }
}

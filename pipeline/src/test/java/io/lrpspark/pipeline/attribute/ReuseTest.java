package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.SparkTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.input.TargetSpec;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that copy from an earlier one what has not changed. */
class ReuseTest extends SparkTest {
    @TempDir
    private Path folder;

    private Path images;

    @BeforeEach
    void writeImages() throws IOException {
        images = folder.resolve("images");
        for (int image = 0; image < 5; image++) {
            TestImages.write(images.resolve("cat/" + image + ".jpg"), image);
        }
        TestImages.write(images.resolve("dog/ü.png"), 50);
        Files.writeString(images.resolve("dog/broken.jpg"), "no image");
    }

    private AttributeSettings.Builder settings(String run) {
        return settings(run, new ImageSource.Files(images.toString()));
    }

    private AttributeSettings.Builder settings(String run, ImageSource source) {
        return TestNetwork.settings(
                        source, "epsilon-plus", folder.resolve("tables").toString())
                .classes(ClassNames.parse("names", "cat\ndog\nc\nd\ne\n"))
                .run(new RunId(run));
    }

    private RunResult run(AttributeSettings.Builder settings) {
        return AttributeJob.run(spark(), settings.build(), ProgressListener.NONE);
    }

    private RunResult reuse(AttributeSettings.Builder settings, String earlier) {
        return run(settings.reuse(new RunId(earlier)));
    }

    private Dataset<Row> table(String run) {
        return spark().read()
                .parquet(folder.resolve("tables/attributions/run_id=" + run).toString())
                .drop("wave")
                .orderBy("image_id", "target");
    }

    @Test
    void explainsOnlyWhatIsNewAndHasTheRowsOfAWholeRun() throws IOException {
        run(settings("monday").target(new TargetSpec.Top(2)));
        // The content decides, not the date.
        Files.setLastModifiedTime(
                TestImages.write(images.resolve("cat/1.jpg"), 100),
                Files.getLastModifiedTime(images.resolve("cat/0.jpg")));
        Files.write(images.resolve("cat/0.jpg"), Files.readAllBytes(images.resolve("cat/0.jpg")));
        TestImages.write(images.resolve("cat/new.jpg"), 101);
        Files.delete(images.resolve("cat/2.jpg"));
        AtomicInteger last = new AtomicInteger();

        RunResult result = AttributeJob.run(
                spark(),
                settings("tuesday")
                        .target(new TargetSpec.Top(2))
                        .reuse(new RunId("monday"))
                        .build(),
                progress -> last.set((int) progress.done()));

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(7, 6, 12, 1, 6));
        assertThat(result.work().reusedImages()).isEqualTo(4);
        assertThat(result.work().reusedRun()).hasValue("monday");
        assertThat(last).hasValue(7);
        run(settings("whole").target(new TargetSpec.Top(2)));
        assertThat(table("tuesday").collectAsList())
                .hasSize(13)
                .isEqualTo(table("whole").collectAsList());
        assertThat(table("tuesday").schema().apply("relevance").metadata().getString("composite"))
                .isEqualTo("epsilon-plus");
    }

    @Test
    void explainsNothingWhereNothingChangedAndStillSaysWhereTheMapsComeFrom() throws IOException {
        Files.delete(images.resolve("dog/broken.jpg"));
        run(settings("monday"));

        RunResult result = reuse(settings("tuesday"), "monday");

        assertThat(result.work().reusedImages()).isEqualTo(6);
        assertThat(result.timings().stepSeconds().get("attribute")).isZero();
        assertThat(result.timings().imagesPerSecond()).isZero();
        assertThat(table("tuesday").collectAsList()).isEqualTo(table("monday").collectAsList());
        assertThat(table("tuesday").schema().apply("relevance").metadata().getString("composite"))
                .isEqualTo("epsilon-plus");
    }

    @Test
    void takesTheNewLabels() {
        run(settings("monday", new ImageSource.Files(images + "/cat/*.jpg")));
        // Below this root the same identities have no label.
        List<Row> before = table("monday").collectAsList();
        assertThat(before).allMatch(row -> row.isNullAt(row.fieldIndex("label")));

        spark().read()
                .parquet(folder.resolve("tables/inputs/run_id=monday").toString())
                .selectExpr("image_id AS id", "path", "'dog' AS label")
                .write()
                .parquet(folder.resolve("labelled.parquet").toString());
        ImageSource labelled = new ImageSource.Table(
                folder.resolve("labelled.parquet").toString(), "path", Optional.of("id"), Optional.of("label"));
        RunResult result = reuse(settings("tuesday", labelled), "monday");

        assertThat(result.work().reusedImages()).isEqualTo(5);
        assertThat(table("tuesday").collectAsList()).hasSize(5).allSatisfy(row -> {
            assertThat(row.<String>getAs("label")).isEqualTo("dog");
            assertThat(row.<Integer>getAs("label_index")).isEqualTo(1);
            assertThat(row.<String>getAs("status")).isEqualTo("ok");
        });
    }

    @Test
    void explainsAnewWhatHasAnotherLabelIfTheLabelIsTheTarget() {
        run(settings("monday").target(new TargetSpec.Label()));
        spark().read()
                .parquet(folder.resolve("tables/inputs/run_id=monday").toString())
                .selectExpr("image_id AS id", "path", "if(image_id = 'cat/3.jpg', 'dog', label) AS label")
                .write()
                .parquet(folder.resolve("labelled.parquet").toString());

        RunResult result = reuse(
                settings(
                                "tuesday",
                                new ImageSource.Table(
                                        folder.resolve("labelled.parquet").toString(),
                                        "path",
                                        Optional.of("id"),
                                        Optional.of("label")))
                        .target(new TargetSpec.Label()),
                "monday");

        assertThat(result.work().reusedImages()).isEqualTo(5);
        assertThat(table("tuesday").where("image_id = 'cat/3.jpg'").head().<Integer>getAs("target"))
                .isEqualTo(1);
    }

    @Test
    void goesOnReusingWhenItIsResumed() {
        run(settings("monday"));
        AttributeSettings settings =
                settings("tuesday").waveSize(4).reuse(new RunId("monday")).build();
        assertThatThrownBy(() -> AttributeJob.run(spark(), settings, progress -> {
                    if (progress.done() >= 4) {
                        throw new IllegalStateException("pulled the plug");
                    }
                }))
                .hasMessage("pulled the plug");

        RunResult result = AttributeJob.resume(spark(), settings, ProgressListener.NONE);

        assertThat(result.work().wavesBefore()).isEqualTo(1);
        assertThat(result.work().reusedImages()).isEqualTo(6);
    }

    @Test
    void refusesARunWithAnotherPlanOneThatIsUnfinishedAndOneThatIsNone() {
        run(settings("monday").target(new TargetSpec.ClassIndex(3)));

        assertThatThrownBy(() -> reuse(settings("tuesday"), "monday"))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "run 'monday' cannot be reused, its rows would be different: target was 3 and is predicted");
        assertThatThrownBy(() -> reuse(settings("tuesday"), "sunday"))
                .hasMessageContaining("there is none of that name");
        assertThatThrownBy(() -> reuse(settings("tuesday"), "tuesday")).hasMessageContaining("cannot reuse itself");
        assertThat(folder.resolve("tables/runs/tuesday")).doesNotExist();
        assertThat(folder.resolve("tables/runs/monday/finished.json").toFile().delete())
                .isTrue();
        assertThatThrownBy(() -> reuse(settings("tuesday"), "monday"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("continue it with --resume monday first");
    }
}

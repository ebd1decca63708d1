package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.pipeline.SparkTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.InputSelection;
import io.lrpspark.pipeline.input.TargetSpec;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.RunRecords;
import io.lrpspark.pipeline.output.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a run that was cut short, and its continuation. */
class ResumeTest extends SparkTest {
    @TempDir
    private Path folder;

    private Path images;

    @BeforeEach
    void writeImages() {
        images = folder.resolve("images");
        for (int image = 0; image < 7; image++) {
            TestImages.write(images.resolve("cat/" + image + ".jpg"), image);
        }
    }

    private AttributeSettings.Builder settings(String run) {
        return settings(run, "epsilon-plus");
    }

    private AttributeSettings.Builder settings(String run, String composite) {
        return TestNetwork.settings(images, composite, folder.resolve("tables"))
                .waveSize(3)
                .run(new RunId(run));
    }

    /** Ends a run after its first wave. */
    private void cutShort(String run) {
        assertThatThrownBy(() -> AttributeJob.run(spark(), settings(run).build(), progress -> {
                    if (progress.done() >= 3) {
                        throw new IllegalStateException("pulled the plug");
                    }
                }))
                .hasMessage("pulled the plug");
    }

    private RunResult resume(AttributeSettings.Builder settings) {
        return AttributeJob.resume(spark(), settings.build(), ProgressListener.NONE);
    }

    private List<Row> rows(String run) {
        return spark().read()
                .parquet(folder.resolve("tables/attributions/run_id=" + run).toString())
                .drop("wave")
                .orderBy("image_id")
                .collectAsList();
    }

    private RunRecords records() {
        return new RunRecords(
                Tables.at(
                        folder.resolve("tables").toString(),
                        spark().sparkContext().hadoopConfiguration()),
                spark().sparkContext().hadoopConfiguration());
    }

    private FileTime time(String file) throws IOException {
        return Files.getLastModifiedTime(folder.resolve("tables").resolve(file));
    }

    @Test
    void doesTheWavesThatAreMissingAndNoOther() throws IOException {
        cutShort("short");
        FileTime listed = time("inputs/run_id=short/_SUCCESS");
        FileTime first = time("attributions/run_id=short/wave=0/_SUCCESS");
        Files.createDirectories(folder.resolve("tables/attributions/run_id=short/wave=0/_temporary/0"));
        TestImages.write(images.resolve("cat/added later.jpg"), 100);

        RunResult result = resume(settings("short").batchSize(4));

        assertThat(time("inputs/run_id=short/_SUCCESS")).isEqualTo(listed);
        assertThat(time("attributions/run_id=short/wave=0/_SUCCESS")).isEqualTo(first);
        assertThat(folder.resolve("tables/attributions/run_id=short/wave=0/_temporary"))
                .doesNotExist();
        assertThat(result.counts()).isEqualTo(new RunResult.Counts(7, 7, 7, 0, 0));
        assertThat(result.work().waves()).isEqualTo(3);
        assertThat(result.work().wavesBefore()).isEqualTo(1);
        assertThat(records().readFinished(new RunId("short")).orElseThrow())
                .containsEntry("resumptions", 1)
                .containsEntry("waves_before_the_last_resumption", 1);
        assertThat(folder.resolve("tables/runs/short/journal")).doesNotExist();
    }

    @Test
    void givesTheRowsOfAnUndisturbedRun() {
        cutShort("short");
        resume(settings("short"));

        AttributeJob.run(spark(), settings("undisturbed").build(), ProgressListener.NONE);

        assertThat(rows("short")).hasSize(7).isEqualTo(rows("undisturbed"));
    }

    @Test
    void listsAgainWhatWasNotListedToTheEnd() throws IOException {
        cutShort("short");
        Files.delete(folder.resolve("tables/inputs/run_id=short/_SUCCESS"));
        Files.delete(folder.resolve("tables/attributions/run_id=short/wave=0/_SUCCESS"));

        RunResult result = resume(settings("short"));

        assertThat(folder.resolve("tables/inputs/run_id=short/_SUCCESS")).exists();
        assertThat(result.counts().explained()).isEqualTo(7);
        assertThat(result.work().wavesBefore()).isZero();
    }

    @Test
    void countsWhatIsDoneFromTheStart() {
        cutShort("short");

        assertThatThrownBy(() -> AttributeJob.resume(spark(), settings("short").build(), progress -> {
                    if (progress.done() > 0) {
                        throw new IllegalStateException("done: " + progress.done() + " of " + progress.total());
                    }
                }))
                .hasMessage("done: 3 of 7");
    }

    @Test
    void refusesOtherArgumentsAndNamesThem() {
        cutShort("short");

        assertRefused(settings -> settings.target(new TargetSpec.Top(2)), "target was predicted and is top:2");
        assertRefused(settings -> settings.waveSize(4), "wave_size was 3 and is 4");
        assertRefused(settings -> settings.map(new MapForm(16, MapChannels.SUMMED)), "map_size was full and is 16");
        assertRefused(
                settings -> settings.selection(InputSelection.first(5)), "selection.limit was not given and is 5");
        assertRefused(
                settings -> settings.preprocessing(Preprocessing.parse("resize=40,crop=32")),
                "preprocessing was ",
                "resize=40");
        assertRefused(
                settings -> settings.classes(ClassNames.parse("names", "a\nb\nc\nd\ne\n")),
                "classes.names was [] and is [a, b, c, d, e]");
        assertThat(records().resumptions(new RunId("short"))).isZero();
    }

    private void assertRefused(UnaryOperator<AttributeSettings.Builder> change, String... parts) {
        assertThatThrownBy(() -> resume(change.apply(settings("short"))))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("run 'short' was started with other arguments, resume it with the same: ")
                .hasMessageContainingAll(parts);
    }

    @Test
    void refusesAnotherProgramAndSaysWhatIsDifferentAboutIt() {
        cutShort("short");

        assertThatThrownBy(() -> resume(settings("short", "epsilon")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("composite was epsilon-plus and is epsilon");
    }

    @Test
    void refusesARunThatIsFinishedOrWasNeverStarted() {
        AttributeJob.run(spark(), settings("whole").build(), ProgressListener.NONE);

        assertThatThrownBy(() -> resume(settings("whole")))
                .hasMessage("run 'whole' is finished: there is nothing to resume");
        assertThatThrownBy(() -> resume(settings("none"))).hasMessageContaining("there is none of that name");
    }

    @Test
    void comparesWhatWasRecordedOnly() {
        Map<String, Object> older = Map.of("target", "predicted");

        assertThat(RecordedPlan.differencesOfRows(older, Map.of("target", "predicted", "activation", "sigmoid")))
                .isEmpty();
        assertThat(RecordedPlan.differencesOfRows(older, Map.of("target", "label")))
                .containsExactly("target was predicted and is label");
    }

    @Test
    void takesRowsOfAnotherVersionOfThisProgramForOthers() {
        assertThat(RecordedPlan.differencesOfRows(
                        Map.of("versions", Map.of("lrp_on_spark", "1", "java", "17")),
                        Map.of("versions", Map.of("lrp_on_spark", "2", "java", "21"))))
                .containsExactly("lrp_on_spark was 1 and is 2");
    }
}

package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.pipeline.ClusterTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.output.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that die in the middle of a run, as processes of their own. */
class LostExecutorIT extends ClusterTest {
    private static final int IMAGES = 64;

    @TempDir
    private Path folder;

    @Override
    public SparkConf conf() {
        return super.conf().set(UnreliableFileSystem.OPTION, UnreliableFileSystem.class.getName());
    }

    private RunResult run(String run, String images) {
        return AttributeJob.run(
                spark(),
                AttributeSettings.of(
                                new ImageSource.Files(images),
                                TestNetwork.program("epsilon-plus"),
                                folder.resolve("tables").toString())
                        .preprocessing(TestNetwork.PREPROCESSING)
                        .batchSize(2)
                        .run(new RunId(run))
                        .build(),
                ProgressListener.NONE);
    }

    private List<Row> rows(RunResult result) {
        return spark().read()
                .parquet(result.paths().attributions())
                .orderBy("image_id")
                .collectAsList();
    }

    /** Kills the executor of the task that starts as the third of its stage. */
    private static final class Killer extends SparkListener {
        private final AtomicBoolean done = new AtomicBoolean();

        @Override
        public void onTaskStart(SparkListenerTaskStart event) {
            if (event.taskInfo().index() == 3 && done.compareAndSet(false, true)) {
                executor(event.taskInfo().executorId()).destroyForcibly();
            }
        }

        private static ProcessHandle executor(String id) {
            return ProcessHandle.current()
                    .descendants()
                    .filter(process -> arguments(process).contains("\0--executor-id\0" + id + "\0"))
                    .findFirst()
                    .orElseThrow();
        }

        /** Java itself leaves out long command lines. */
        private static String arguments(ProcessHandle process) {
            try {
                return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aLostExecutorChangesNothingAndAnImageThatKillsExecutorsBecomesAFailure() throws IOException {
        Path images = folder.resolve("images");
        for (int image = 0; image < IMAGES; image++) {
            TestImages.write(images.resolve(image + ".jpg"), image);
        }
        RunResult undisturbed = run("undisturbed", images.toString());
        Killer killer = new Killer();
        spark().sparkContext().addSparkListener(killer);

        RunResult killed = run("killed", images.toString());

        assertThat(killer.done).isTrue();
        assertThat(killed.counts()).isEqualTo(new RunResult.Counts(IMAGES, IMAGES, IMAGES, 0, 0));
        assertThat(killed.work().lostExecutors()).isEqualTo(1);
        assertThat(killed.work().failedTasks()).isPositive();
        assertThat(rows(killed)).hasSize(IMAGES).isEqualTo(rows(undisturbed));

        Files.copy(images.resolve("0.jpg"), images.resolve("deadly.jpg"));
        RunResult deadly = run("deadly", UnreliableFileSystem.uri(images));

        assertThat(deadly.counts()).isEqualTo(new RunResult.Counts(IMAGES + 1, IMAGES, IMAGES, 1, 0));
        assertThat(deadly.work().lostExecutors()).isEqualTo(3);
        List<Row> rows = rows(deadly);
        assertThat(rows.subList(0, IMAGES)).isEqualTo(rows(undisturbed));
        assertThat(rows.get(IMAGES).<String>getAs("image_id")).isEqualTo("deadly.jpg");
        assertThat(rows.get(IMAGES).<String>getAs("stage")).isEqualTo("attribute");
        assertThat(rows.get(IMAGES).<String>getAs("error")).isEqualTo("CrashedProcess");
    }
}

package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lrpspark.pipeline.ClusterTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.device.DeviceRequest;
import io.lrpspark.pipeline.device.DeviceUse;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.input.UsageException;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The job on two executor processes of one slot each, first undisturbed, then losing some of them. */
@TestMethodOrder(OrderAnnotation.class)
class AttributeClusterIT extends ClusterTest {
    private static final int IMAGES = 70;

    @TempDir
    private static Path folder;

    private static Path images;

    @BeforeAll
    static void writeImages() {
        images = folder.resolve("images");
        for (int image = 0; image < IMAGES; image++) {
            TestImages.write(images.resolve("class " + image % 3 + "/é" + image + ".jpg"), image);
        }
    }

    @Override
    public SparkConf conf() {
        return super.conf().set(UnreliableFileSystem.OPTION, UnreliableFileSystem.class.getName());
    }

    private RunResult run(String run, String location) {
        return AttributeJob.run(
                spark(),
                TestNetwork.settings(
                                new ImageSource.Files(location),
                                "epsilon-plus",
                                folder.resolve("tables").toString())
                        .run(new RunId(run))
                        .build(),
                ProgressListener.NONE);
    }

    private List<Row> rows(String run) {
        return rows("attributions", run, "image_id");
    }

    private List<Row> rows(String table, String run, String order) {
        return spark().read()
                .parquet(folder.resolve("tables/" + table + "/run_id=" + run).toString())
                .orderBy(order)
                .collectAsList();
    }

    @Test
    @Order(1)
    void loadsAProgramOncePerExecutorAndGivesTheSameRowsAgain() {
        RunResult first = run("first", images.toString());
        RunResult second = run("second", images.toString());

        assertThat(first.counts()).isEqualTo(new RunResult.Counts(IMAGES, IMAGES, IMAGES, 0, 0));
        assertThat(first.devices())
                .extracting(DeviceUse::executor, DeviceUse::device, DeviceUse::programsLoaded, DeviceUse::batchSize)
                .containsExactly(tuple("0", "cpu", 1L, 2), tuple("1", "cpu", 1L, 2));
        assertThat(first.devices()).allSatisfy(use -> assertThat(use.programBytes())
                .isEqualTo(TestNetwork.program("epsilon-plus").encode().length));
        assertThat(first.devices().stream().mapToLong(DeviceUse::tasks).sum()).isEqualTo(4);
        assertThat(first.devices().stream().mapToLong(DeviceUse::images).sum()).isEqualTo(IMAGES);
        assertThat(second.programsLoaded()).isZero();
        assertThat(rows("second")).isEqualTo(rows("first"));
    }

    @Test
    @Order(2)
    void refusesAGpuWhereSparkAssignsNone() {
        assertThatThrownBy(() -> AttributeJob.run(
                        spark(),
                        TestNetwork.settings(images, "epsilon-plus", folder.resolve("tables"))
                                .device(DeviceRequest.CUDA)
                                .build(),
                        ProgressListener.NONE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("expected spark.executor.resource.gpu.amount and spark.task.resource.gpu.amount");
    }

    @Test
    @Order(3)
    void losesNothingWithAnExecutorThatIsKilled() {
        Killer killer = new Killer();
        spark().sparkContext().addSparkListener(killer);

        RunResult killed = run("killed", images.toString());

        assertThat(killer.done).isTrue();
        assertThat(killed.counts()).isEqualTo(new RunResult.Counts(IMAGES, IMAGES, IMAGES, 0, 0));
        assertThat(killed.work().lostExecutors()).isEqualTo(1);
        assertThat(killed.work().failedTasks()).isPositive();
        assertThat(killed.work().memory()).isNotEmpty().allSatisfy(memory -> {
            assertThat(memory.heapBytes()).isPositive();
            assertThat(memory.residentBytes()).isGreaterThan(memory.heapBytes());
        });
        assertThat(rows("killed")).hasSize(IMAGES).isEqualTo(rows("first"));
        assertThat(rows("summary", "killed", "target")).isEqualTo(rows("summary", "first", "target"));
        assertThat(rows("scores", "killed", "image_id")).isEqualTo(rows("scores", "first", "image_id"));
    }

    @Test
    @Order(4)
    void failsAnImageThatKillsOneExecutorAfterTheOther() throws IOException {
        Files.createDirectories(images.resolve("class 9"));
        Files.copy(images.resolve("class 0/é0.jpg"), images.resolve("class 9/deadly.jpg"));

        RunResult deadly = run("deadly", UnreliableFileSystem.uri(images));

        assertThat(deadly.counts()).isEqualTo(new RunResult.Counts(IMAGES + 1, IMAGES, IMAGES, 1, 0));
        assertThat(deadly.work().lostExecutors()).isEqualTo(3);
        List<Row> rows = rows("deadly");
        assertThat(rows.subList(0, IMAGES)).isEqualTo(rows("first"));
        assertThat(rows.get(IMAGES).<String>getAs("image_id")).isEqualTo("class 9/deadly.jpg");
        assertThat(rows.get(IMAGES).<String>getAs("stage")).isEqualTo("attribute");
        assertThat(rows.get(IMAGES).<String>getAs("error")).isEqualTo("CrashedProcess");
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
}

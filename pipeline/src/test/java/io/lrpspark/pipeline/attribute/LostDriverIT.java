package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.pipeline.SparkTest;
import io.lrpspark.pipeline.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that die in the middle of a run, as processes of their own: killed from outside, and by an image. */
class LostDriverIT extends SparkTest {
    private static final int IMAGES = 48;
    private static final long MINUTES = 3;
    private static final String FIRST = "tables/attributions/run_id=lost/wave=0";

    @TempDir
    private Path folder;

    @Override
    public SparkConf conf() {
        return super.conf().set(UnreliableFileSystem.OPTION, UnreliableFileSystem.class.getName());
    }

    private AttributeSettings settings(String images, String run) {
        return ChildRun.settings(images, folder.resolve("tables").toString(), run);
    }

    private Process child(String action, String images, String run) throws IOException {
        return ChildRun.start(action, images, folder.resolve("tables"), run, folder.resolve("log.txt"));
    }

    private List<Row> rows(String run) {
        return spark().read()
                .parquet(folder.resolve("tables/attributions/run_id=" + run).toString())
                .drop("wave")
                .orderBy("image_id")
                .collectAsList();
    }

    private TreeMap<String, FileTime> files(String wave) throws IOException {
        TreeMap<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(wave))) {
            for (Path file : files.toList()) {
                times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void aRunWhoseDriverDiesAgainAndAgainComesToTheTablesOfAnUndisturbedOne() throws IOException, InterruptedException {
        Path images = folder.resolve("images");
        for (int image = 0; image < IMAGES; image++) {
            TestImages.write(images.resolve(image + ".jpg"), image);
        }
        AttributeJob.run(spark(), settings(images.toString(), "undisturbed"), ProgressListener.NONE);
        // It comes last, in the last wave.
        TestImages.write(images.resolve("deadly.jpg"), IMAGES);
        String dangerous = UnreliableFileSystem.uri(images);

        killAfterTheFirstWave(child("run", dangerous, "lost"));
        assertThat(folder.resolve("tables/attributions/run_id=lost/wave=5/_SUCCESS"))
                .doesNotExist();
        TreeMap<String, FileTime> first = files(FIRST);
        assertThat(child("resume", dangerous, "lost").waitFor())
                .as(() -> log())
                .isEqualTo(UnreliableFileSystem.EXIT_CODE);
        assertThat(child("resume", dangerous, "lost").waitFor())
                .as(() -> log())
                .isEqualTo(UnreliableFileSystem.EXIT_CODE);
        RunResult resumed = AttributeJob.resume(spark(), settings(dangerous, "lost"), ProgressListener.NONE);

        assertThat(files(FIRST)).isEqualTo(first);
        assertThat(resumed.counts()).isEqualTo(new RunResult.Counts(IMAGES + 1, IMAGES, IMAGES, 1, 0));
        assertThat(resumed.work().waves()).isEqualTo(7);
        assertThat(resumed.work().wavesBefore()).isEqualTo(6);
        assertThat(resumed.work().resumptions()).isEqualTo(3);
        List<Row> rows = rows("lost");
        assertThat(rows.subList(0, IMAGES)).isEqualTo(rows("undisturbed"));
        assertThat(rows.get(IMAGES).<String>getAs("image_id")).isEqualTo("deadly.jpg");
        assertThat(rows.get(IMAGES).<String>getAs("stage")).isEqualTo("attribute");
        assertThat(rows.get(IMAGES).<String>getAs("error")).isEqualTo("CrashedProcess");
        assertThat(leftovers("lost")).isEmpty();
    }

    private void killAfterTheFirstWave(Process driver) throws InterruptedException {
        try {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            while (Files.notExists(folder.resolve(FIRST + "/_SUCCESS"))) {
                assertThat(driver.isAlive() && System.nanoTime() < deadline)
                        .as(() -> log())
                        .isTrue();
                Thread.sleep(5);
            }
        } finally {
            driver.destroyForcibly().waitFor();
        }
    }

    private List<Path> leftovers(String run) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("tables"))) {
            return files.filter(file -> file.toString().contains(run))
                    .filter(file -> file.endsWith("_temporary") || file.endsWith("journal"))
                    .toList();
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}

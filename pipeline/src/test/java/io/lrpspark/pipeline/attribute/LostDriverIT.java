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

/** Drivers that die in the middle of a run, as processes of their own, and what a resumption makes of it. */
class LostDriverIT extends SparkTest {
    private static final int IMAGES = 48;
    private static final long MINUTES = 3;

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
    void aRunWhoseDriverWasKilledIsContinuedToTheSameTables() throws IOException, InterruptedException {
        Path images = folder.resolve("images");
        for (int image = 0; image < IMAGES; image++) {
            TestImages.write(images.resolve(image + ".jpg"), image);
        }
        String second = "tables/attributions/run_id=killed/wave=1";
        Process driver = child("run", images.toString(), "killed");
        try {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            while (Files.notExists(folder.resolve(second + "/_SUCCESS"))) {
                assertThat(driver.isAlive() && System.nanoTime() < deadline)
                        .as(() -> log())
                        .isTrue();
                Thread.sleep(5);
            }
        } finally {
            driver.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve("tables/attributions/run_id=killed/wave=5/_SUCCESS"))
                .doesNotExist();
        TreeMap<String, FileTime> before = files(second);

        RunResult resumed = AttributeJob.resume(spark(), settings(images.toString(), "killed"), ProgressListener.NONE);

        assertThat(files(second)).isEqualTo(before);
        assertThat(resumed.counts()).isEqualTo(new RunResult.Counts(IMAGES, IMAGES, IMAGES, 0, 0));
        assertThat(resumed.work().waves()).isEqualTo(6);
        assertThat(resumed.work().wavesBefore()).isBetween(2, 5);
        assertThat(resumed.work().resumptions()).isEqualTo(1);
        AttributeJob.run(spark(), settings(images.toString(), "undisturbed"), ProgressListener.NONE);
        assertThat(rows("killed")).hasSize(IMAGES).isEqualTo(rows("undisturbed"));
        assertThat(leftovers("killed")).isEmpty();
    }

    @Test
    void anImageThatKillsTheDriverBecomesAFailureWhenTheRunIsResumedTwice() throws IOException, InterruptedException {
        Path images = folder.resolve("images");
        for (int image = 0; image < 12; image++) {
            TestImages.write(images.resolve(image + ".jpg"), image);
        }
        AttributeJob.run(spark(), settings(images.toString(), "harmless"), ProgressListener.NONE);
        TestImages.write(images.resolve("deadly.jpg"), 1);
        String dangerous = UnreliableFileSystem.uri(images);

        assertThat(child("run", dangerous, "deadly").waitFor())
                .as(() -> log())
                .isEqualTo(UnreliableFileSystem.EXIT_CODE);
        assertThat(child("resume", dangerous, "deadly").waitFor())
                .as(() -> log())
                .isEqualTo(UnreliableFileSystem.EXIT_CODE);
        RunResult resumed = AttributeJob.resume(spark(), settings(dangerous, "deadly"), ProgressListener.NONE);

        assertThat(resumed.counts()).isEqualTo(new RunResult.Counts(13, 12, 12, 1, 0));
        List<Row> rows = rows("deadly");
        assertThat(rows.subList(0, 12)).isEqualTo(rows("harmless"));
        assertThat(rows.get(12).<String>getAs("image_id")).isEqualTo("deadly.jpg");
        assertThat(rows.get(12).<String>getAs("stage")).isEqualTo("attribute");
        assertThat(rows.get(12).<String>getAs("error")).isEqualTo("CrashedProcess");
        assertThat(leftovers("deadly")).isEmpty();
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

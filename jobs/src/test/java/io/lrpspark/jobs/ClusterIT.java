package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts and the jar for spark-submit on a real cluster: a master and two workers as processes of their own, with Spark's own class
 * path without anything of ours, the jar in Spark's child class loader. Image readers and the engine are the ones that tend to get lost
 * there.
 */
class ClusterIT {
    private static final int PICTURES = 22;

    /** A progress line, and work that begins when both executors are there. */
    private static final String OPTIONS =
            "--driver-java-options '-Dlrp.terminal=true -Dlrp.words=2' --conf spark.cores.max=2"
                    + " --conf spark.scheduler.minRegisteredResourcesRatio=1.0"
                    + " --conf spark.scheduler.maxRegisteredResourcesWaitingTime=5min";

    @TempDir
    private static Path folder;

    private static Path model;
    private static Path images;
    private static Path cache;
    private static ClusterBox box;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        model = Lrp.golden("tiny-a/tiny-a.safetensors", folder);
        images = folder.resolve("images");
        SamplePictures.write(images, PICTURES);
        Lrp.golden("images/cmyk-360x280.jpg", images);
        Lrp.golden("images/truncated.jpg", images);
        cache = Files.createDirectory(folder.resolve("cache"));
        // A path that needs care in every script.
        box = ClusterBox.start(
                Files.createDirectories(folder.resolve("a cluster")), cache, "--memory", "1g", "--gpus", "2");
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (box != null) {
            box.close();
            assertThat(box.cluster("status").exitCode()).isEqualTo(1);
        }
    }

    private static String[] arguments(String run, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                // executors have another working directory
                "--images=" + Path.of("").toAbsolutePath().relativize(images),
                "--model=" + model,
                "--preprocess=resize=64,crop=48",
                "--batch-size=2",
                "--output=" + folder.resolve("tables"),
                "--run-id=" + run));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void explainsOnTwoExecutorsWhatOneProcessExplains() throws IOException, InterruptedException, SQLException {
        Lrp local = Lrp.run(Stream.concat(Stream.of("attribute"), Stream.of(arguments("local", "--master=local[2]")))
                .toArray(String[]::new));
        assertThat(local.exitCode()).as(local.err()).isZero();

        Lrp submitted = box.submit(Map.of("LRP_SUBMIT_OPTIONS", OPTIONS), "attribute", arguments("submitted"));

        assertThat(submitted.exitCode()).as(submitted.err()).isZero();
        assertThat(submitted.out()).contains("run submitted complete: 23 of 24 images explained, 1 failed");
        assertThat(submitted.err()).contains("\r24 of 24 images");
        assertThat(differences("local", "submitted")).isZero();
        JsonNode finished = new JsonMapper()
                .readTree(folder.resolve("tables/runs/submitted/finished.json").toFile());
        assertThat(finished.get("programs_loaded").intValue()).isEqualTo(2);
        assertThat(finished.get("memory")).hasSize(2);
        assertThat(cache.resolve("pytorch")).isDirectoryContaining("glob:**.complete");
    }

    @Test
    void sparkHasNothingOfTheJobOnItsClassPath() throws IOException {
        assertThat(box.libraries())
                .anyMatch(name -> name.startsWith("spark-core"))
                .noneMatch(name -> name.matches("(chart.js|j2html|picocli|snakeyaml|pytorch|hadoop-aws|jobs)\\b.*"));
    }

    @Test
    void reportsWithTheLibrariesInTheJar() throws IOException, InterruptedException {
        Lrp local = Lrp.run(Stream.concat(Stream.of("attribute"), Stream.of(arguments("reported", "--master=local[2]")))
                .toArray(String[]::new));
        assertThat(local.exitCode()).as(local.err()).isZero();
        Path page = folder.resolve("report.html");

        Lrp submitted = box.submit(
                Map.of(), "report", "--tables=" + folder.resolve("tables"), "--run=reported", "--output=" + page);

        assertThat(submitted.exitCode()).as(submitted.err()).isZero();
        assertThat(page).content().contains("Chart.js v", "data:image/jpeg;base64,");
    }

    /** How many rows one of two runs has that the other does not have, bit for bit. */
    private static long differences(String one, String other) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            long differences = 0;
            for (List<String> pair : List.of(List.of(one, other), List.of(other, one))) {
                ResultSet rows = statement.executeQuery(pair.stream()
                        .map(run -> "SELECT * FROM read_parquet('"
                                + folder.resolve("tables/attributions/run_id=" + run + "/*/*.parquet")
                                + "', hive_partitioning = false)")
                        .collect(Collectors.joining(" EXCEPT ALL ", "SELECT count(*) FROM (", ")")));
                rows.next();
                differences += rows.getLong(1);
            }
            return differences;
        }
    }

    @Test
    void readsAndWritesS3WithTheJarsThatComeWithTheJob() throws IOException, InterruptedException {
        try (S3Process server = S3Process.start()) {
            server.put(model, "tiny-a.safetensors");
            server.put(Lrp.golden("images/gray-400x300.jpg", folder), "images/gray.jpg");
            Map<String, String> options = new HashMap<>(server.options());
            Map<String, String> environment = Map.of(
                    "AWS_ACCESS_KEY_ID",
                    options.remove("fs.s3a.access.key"),
                    "AWS_SECRET_ACCESS_KEY",
                    options.remove("fs.s3a.secret.key"),
                    "LRP_SUBMIT_OPTIONS",
                    options.entrySet().stream()
                            .map(option -> "--conf spark.hadoop." + option.getKey() + "=" + option.getValue())
                            .collect(Collectors.joining(" ")));

            Lrp submitted = box.submit(
                    environment,
                    "attribute",
                    "--images=" + server.uri("images"),
                    "--model=" + server.uri("tiny-a.safetensors"),
                    "--output=" + server.uri("tables"),
                    "--preprocess=resize=64,crop=48",
                    "--run-id=submitted");

            assertThat(submitted.exitCode()).as(submitted.err()).isZero();
            assertThat(submitted.out()).contains("run submitted complete: 1 of 1 image explained, 0 failed");
            assertThat(submitted.out() + submitted.err()).doesNotContain(server.secret());
            assertThat(server.text("tables/attributions/run_id=submitted/wave=0/_SUCCESS"))
                    .contains("\"committer\":\"magic\"");
            assertThat(server.text("tables/runs/submitted/finished.json")).contains("complete");
        }
    }

    @Test
    void saysWhatRuns() throws IOException, InterruptedException {
        Lrp status = box.cluster("status");

        assertThat(status.exitCode()).isZero();
        assertThat(status.out())
                .contains(box.url())
                .containsPattern("workers: +2\n")
                .containsPattern("cores: +2, ")
                .containsPattern("GPUs: +2 pretended ones in each worker\n");
    }

    @Test
    void startsOnce() throws IOException, InterruptedException {
        Lrp again = box.cluster("start");

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errors()).singleElement().asString().contains("is running already, at " + box.url());
    }
}

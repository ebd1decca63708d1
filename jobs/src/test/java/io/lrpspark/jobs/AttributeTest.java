package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.model.DenseNetWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command from arguments to tables, with Spark in this process. */
class AttributeTest {
    @TempDir
    private Path folder;

    private Path images;
    private Path model;
    private Path output;

    @BeforeEach
    void layOut() throws IOException {
        model = Lrp.golden("tiny-a/tiny-a.safetensors", folder);
        images = folder.resolve("my images #1");
        output = folder.resolve("tables");
        Files.createDirectories(images.resolve("ant"));
        Files.createDirectories(images.resolve("bee"));
        Lrp.golden("images/cmyk-360x280.jpg", images.resolve("ant"));
        Lrp.golden("images/palette-300x300.png", images.resolve("ant"));
        Lrp.golden("images/gray-400x300.jpg", images.resolve("bee"));
        Lrp.golden("images/portrait-333x480.jpg", images.resolve("bee"));
    }

    private Lrp attribute(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "attribute",
                "--images",
                images.toString(),
                "--model",
                model.toString(),
                "--output",
                output.toString(),
                "--preprocess",
                "resize=64,crop=48",
                "--master",
                "local[2]"));
        arguments.addAll(Arrays.asList(more));
        return Lrp.run(arguments.toArray(String[]::new));
    }

    private static String printedQuery(Lrp run) {
        return run.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("SELECT"))
                .findFirst()
                .orElseThrow();
    }

    private List<Row> query(String sql) {
        try (SparkSession session =
                SparkSession.builder().master("local[1]").appName("test").getOrCreate()) {
            return session.sql(sql).collectAsList();
        }
    }

    @Test
    void explainsAFolderAndPrintsAQueryThatRuns() {
        Lrp run = attribute("--run-id", "first");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("run first complete: 4 of 4 images explained, 0 failed");
        assertThat(run.out().stripTrailing()).endsWith("next: lrp audit --tables " + output + " --run first");
        assertThat(query(printedQuery(run)).stream()
                        .mapToLong(row -> row.getAs("images"))
                        .sum())
                .isEqualTo(4);
        assertThat(output.resolve("runs/first/finished.json")).exists();
        assertThat(output.resolve("runs/first/started.json"))
                .content()
                .contains(DenseNetWeights.of(Checkpoint.read(model)).fingerprint());
    }

    @Test
    void aMethodOfSeveralPassesHasNoLedger() {
        Lrp run = attribute("--run-id", "smooth", "--composite", "smooth-grad:samples=2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<Row> rows = query("SELECT status, relevance_sum, absorbed_bias, ledger_error FROM parquet.`"
                + output.resolve("attributions") + "`");
        assertThat(rows).hasSize(4).allSatisfy(row -> {
            assertThat(row.<String>getAs("status")).isEqualTo("ok");
            assertThat(row.<Double>getAs("relevance_sum")).isNotNull();
            assertThat(row.<Double>getAs("absorbed_bias")).isNull();
            assertThat(row.<Double>getAs("ledger_error")).isNull();
        });
    }

    @Test
    void recordsTheStartAndWhatItSumsTo() throws IOException {
        Lrp run = attribute("--run-id", "contrast", "--start", "contrastive");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readString(output.resolve("runs/contrast/started.json"))
                        .replace(" ", ""))
                .contains("\"start\":\"contrastive\"");
        List<Row> rows =
                query("SELECT seed, relevance_sum + absorbed_bias + stopped + stabilised AS rest FROM parquet.`"
                        + output.resolve("attributions/run_id=contrast") + "`");
        assertThat(rows).hasSize(4).allSatisfy(row -> {
            assertThat(row.<Double>getAs("seed")).isZero();
            assertThat(row.<Double>getAs("rest")).isBetween(-1e-3, 1e-3);
        });
    }

    @Test
    void countsFailuresAndGoesOn() throws IOException {
        Lrp.golden("images/truncated.jpg", images.resolve("bee"));

        Lrp run = attribute("--run-id", "damaged");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("4 of 5 images explained, 1 failed");
    }

    @Test
    void asksWhyWhereNothingWorked() throws IOException {
        images = Files.createDirectories(folder.resolve("broken"));
        Lrp.golden("images/truncated.jpg", images);

        Lrp run = attribute("--run-id", "broken");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("0 of 1 image explained, 1 failed, 0 maps");
        assertThat(query(printedQuery(run))).singleElement().satisfies(row -> {
            assertThat(row.<String>getAs("error")).isEqualTo("Truncated");
            assertThat(row.<String>getAs("example")).isEqualTo("truncated.jpg");
        });
    }

    @Test
    void failsAfterTheWorkIfMoreImagesFailThanAllowed() throws IOException {
        Lrp.golden("images/truncated.jpg", images.resolve("bee"));

        Lrp run = attribute("--run-id", "strict", "--max-failures", "5%");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("too many failures", "4 of 5 images explained, 1 failed");
        assertThat(output.resolve("runs/strict/finished.json")).exists();
    }

    @Test
    void refusesARunIdThatExists() {
        assertThat(attribute("--run-id", "twice").exitCode()).isZero();

        Lrp again = attribute("--run-id", "twice");

        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("run id 'twice' exists already").doesNotContain("\tat ");
    }

    @Test
    void refusesImagesThatDoNotExist() {
        images = folder.resolve("nowhere");

        Lrp run = attribute();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nowhere").doesNotContain("\tat ");
        assertThat(output).doesNotExist();
    }

    @Test
    void namesLabelsThatAreNoClass() throws IOException {
        Path classes = Files.writeString(folder.resolve("classes.txt"), "ant\nbeetle\ncat\ndog\neel\n");

        Lrp run = attribute("--classes", classes.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("labels that are no class of the model: bee (2 images)", "of 2 labelled images");
    }
}

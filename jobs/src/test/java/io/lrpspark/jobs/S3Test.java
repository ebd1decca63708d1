package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with everything in S3: images, model, class names and tables, with the options of conf/s3a.conf. */
class S3Test {
    private static final String OPTIONS_OF_HADOOP = "spark.hadoop.";

    @TempDir
    private static Path folder;

    private static S3Process server;
    private static final Set<String> set = new HashSet<>();

    @BeforeAll
    static void serve() throws IOException {
        server = S3Process.start();
        configured().forEach(line -> setting(line.split("\\s+", 2)[0], line.split("\\s+", 2)[1]));
        server.options().forEach((key, value) -> setting(OPTIONS_OF_HADOOP + key, value));
        server.put(Lrp.golden("tiny-a/tiny-a.safetensors", folder), "models/tiny a.safetensors");
        server.put(Files.writeString(folder.resolve("classes.txt"), "ant\nbee\ncat\ndog\neel\n"), "models/classes.txt");
        server.put(Lrp.golden("images/cmyk-360x280.jpg", folder), "images #1/ant/cmyk 100%.jpg");
        server.put(Lrp.golden("images/gray-400x300.jpg", folder), "images #1/bee/gray+.jpg");
        server.put(Lrp.golden("images/truncated.jpg", folder), "images #1/bee/truncated.jpg");
        server.put(Lrp.golden("tiny-a/input.npy", folder), "tensors/input.npy");
        server.put(Lrp.golden("tiny-a/logits.npy", folder), "tensors/logits.npy");
    }

    @AfterAll
    static void stop() throws IOException {
        set.forEach(System::clearProperty);
        server.close();
    }

    /** As scripts/lrp does it with the file's lines and the user's options. */
    private static void setting(String key, String value) {
        System.setProperty(key, value);
        set.add(key);
    }

    private static List<String> configured() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("..", "conf", "s3a.conf"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static Lrp attribute(String images, String run) {
        return Lrp.run(
                "attribute",
                "--images",
                images,
                "--model",
                server.uri("models/tiny a.safetensors"),
                "--classes",
                server.uri("models/classes.txt"),
                "--output",
                server.uri("tables"),
                "--preprocess",
                "resize=64,crop=48",
                "--target",
                "label",
                "--master",
                "local[2]",
                "--verbose",
                "--run-id",
                run);
    }

    @Test
    void runsFromS3ToS3() throws IOException {
        Lrp run = attribute(server.uri("images #1"), "everything");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("run everything complete: 2 of 3 images explained, 1 failed", server.uri("tables"));
        for (String table : List.of(
                "attributions/run_id=everything/wave=0", "inputs/run_id=everything", "summary/run_id=everything")) {
            assertThat(server.text("tables/" + table + "/_SUCCESS")).contains("\"committer\":\"magic\"");
        }
        String started = server.text("tables/runs/everything/started.json");
        String finished = server.text("tables/runs/everything/finished.json");
        assertThat(started).contains("\"model\" : \"tiny a.safetensors\"", server.uri("models/classes.txt"));
        for (String text : List.of(started, finished, run.out(), run.err())) {
            assertThat(text).doesNotContain(server.secret());
        }
    }

    @Test
    void explainsAnImageInS3() {
        Path heatmap = folder.resolve("heat.png");

        Lrp run = Lrp.run(
                "explain",
                "--image",
                server.uri("images #1/bee/gray+.jpg"),
                "--model",
                server.uri("models/tiny a.safetensors"),
                "--classes",
                server.uri("models/classes.txt"),
                "--preprocess",
                "resize=64,crop=48",
                "--target",
                "bee",
                "--output",
                heatmap.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains(server.uri("images #1/bee/gray+.jpg"), "relevance of class 1 bee");
        assertThat(heatmap).isNotEmptyFile();
    }

    @Test
    void explainsATensorInS3IntoS3() throws IOException {
        Lrp first = explainTensor("tensors/input.npy", "--npy=" + server.uri("explained/relevance 100%.npy"));
        // What was written can be read again.
        Lrp second = explainTensor("explained/relevance 100%.npy", "--output=" + server.uri("explained/heat.png"));

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).endsWith("relevance: " + server.uri("explained/relevance 100%.npy") + "\n");
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(server.text("explained/heat.png")).contains("PNG");
    }

    private static Lrp explainTensor(String key, String output) {
        return Lrp.run(
                "explain", "--tensor=" + server.uri(key), "--model=" + server.uri("models/tiny a.safetensors"), output);
    }

    @Test
    void exportsToS3() throws IOException {
        Lrp run = Lrp.run(
                "export",
                "--model=" + server.uri("models/tiny a.safetensors"),
                "--preprocess=resize=64,crop=48",
                "--output=" + server.uri("exported/attribution.pt"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(server.text("exported/attribution.pt")).startsWith("PK").contains("attribution.json");
    }

    @Test
    void refusesTensorsOfAnotherShapeAndABucketToWriteToThatIsMissing() {
        assertOneLine(
                explainTensor("tensors/logits.npy", "--npy=x"), "logits.npy' has shape [2, 5]: expected [N, C, H, W]");
        assertOneLine(
                explainTensor("tensors/input.npy", "--output=s3a://no-such-bucket/heat.png"),
                "bucket 'no-such-bucket' does not exist");
    }

    @Test
    void saysInOneLineWhatIsNotThere() {
        assertOneLine(attribute("s3a://no-such-bucket/images", "unlisted"), "bucket 'no-such-bucket' does not exist");
        assertOneLine(attribute(server.uri("nothing"), "empty"), server.uri("nothing") + "' do not exist");
        assertOneLine(
                Lrp.run("inspect", "--model", server.uri("models/none.pth")),
                "model '" + server.uri("models/none.pth") + "' does not exist");
        assertOneLine(
                Lrp.run("inspect", "--model", server.uri("models/classes.txt")),
                server.uri("models/classes.txt") + " is no file of weights");
    }

    @Test
    void refusesCredentialsInArgumentsWithoutRepeatingThem() {
        for (String argument : List.of("--classes=s3a://KEY:hush/hush@tables", "s3a://KEY:hush/hush@tables")) {
            Lrp run = Lrp.run("attribute", "--images", "x", "--model", "m", "--output", "o", argument, "--verbose");

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("s3a://…@").doesNotContain("hush");
        }
    }

    private static void assertOneLine(Lrp run, String part) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()
                        .lines()
                        .filter(line -> !line.startsWith("\tat ") && !line.startsWith("Caused by"))
                        .findFirst())
                .get()
                .asString()
                .contains(part);
    }
}

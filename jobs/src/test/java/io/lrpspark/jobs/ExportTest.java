package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.rule.Composites;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    /** Debian's is not always the first on the path. */
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    @TempDir
    private Path folder;

    private Path model;
    private Path tensor;

    @BeforeEach
    void copyModel() throws IOException {
        model = Lrp.golden("tiny-a/tiny-a.pth", folder);
        tensor = Lrp.golden("tiny-a/input.npy", folder);
    }

    private void export(Path file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "export",
                "--model",
                model.toString(),
                "--preprocess",
                "resize=32,crop=32",
                "--output",
                file.toString()));
        arguments.addAll(List.of(more));
        Lrp run = Lrp.run(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void describesItselfInTheFile() throws IOException {
        Path classes = Files.writeString(folder.resolve("classes.txt"), "ant\nbee\ncat\ndog\neel\n");
        Path file = folder.resolve("new folder").resolve("x.pt");

        export(file, "--classes", classes.toString(), "--start", "contrastive:cat", "--device", "cuda");

        JsonNode description;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            description = new ObjectMapper()
                    .readTree(zip.getInputStream(zip.getEntry("attribution/extra/" + ExportCommand.DESCRIPTION)));
        }
        assertThat(description.get("input_shape").toString()).isEqualTo("[3,32,32]");
        assertThat(description.get("class_names").get(2).asText()).isEqualTo("cat");
        assertThat(description.get("start").asText()).isEqualTo("contrastive:2");
        assertThat(description.get("preprocessing").asText()).contains("crop=32");
        assertThat(description.get("provenance").get("composite").asText()).isEqualTo("epsilon-plus-flat");
        assertThat(description.get("fingerprint").asText()).hasSize(64);
        assertThat(file.getParent())
                .isDirectoryContaining(each -> each.equals(file))
                .isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void equalsItselfInPython() throws Exception {
        Optional<String> python = PYTHONS.stream().filter(ExportTest::hasTorch).findFirst();
        assumeTrue(
                python.isPresent(), "skipped: there is no python3 with torch (Debian: apt-get install python3-torch)");
        for (String composite : Composites.ofOnePass()) {
            exportWithExpectation("sequential-thresh", composite);
        }
        for (String canonizer : Canonizers.names()) {
            // Gamma hangs on the rounding of sums that cancel where all inputs are at their thresholds (GoldenTest).
            exportWithExpectation(canonizer, "epsilon-plus");
        }
        Path script = folder.resolve("check_exports.py");
        try (InputStream content =
                Objects.requireNonNull(ExportTest.class.getResourceAsStream("/export/check_exports.py"))) {
            Files.copy(content, script);
        }
        Process process = new ProcessBuilder(python.get(), script.toString(), folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.endsWith("equal")))
                .hasSizeGreaterThanOrEqualTo(Composites.ofOnePass().size());
    }

    private void exportWithExpectation(String canonizer, String composite) {
        String name = canonizer + "__" + composite;
        String[] method = {"--canonizer", canonizer, "--composite", composite, "--precision", "float64"};
        export(folder.resolve(name + ".pt"), method);
        List<String> arguments = new ArrayList<>(List.of(
                "explain",
                "--model",
                model.toString(),
                "--tensor",
                tensor.toString(),
                "--npy",
                folder.resolve(name + ".npy").toString()));
        arguments.addAll(List.of(method));
        Lrp run = Lrp.run(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static boolean hasTorch(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import torch, numpy")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

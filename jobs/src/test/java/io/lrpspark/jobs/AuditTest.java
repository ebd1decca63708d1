package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.jobs.demo.Artefact;
import io.lrpspark.jobs.demo.Demo;
import io.lrpspark.jobs.demo.DemoDataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The audit of models with a secret, from images to what is printed, over data sets of five seeds that neither the models nor the
 * audit's rules were made with.
 */
class AuditTest {
    private static final int IMAGES_PER_CLASS = 40;

    /** For some hundred rows, compiling plans costs more than running them. */
    private static final Map<String, String> INTERPRETED =
            Map.of("spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN");

    @TempDir
    private static Path shared;

    private static Demo demo;

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        demo = Demo.prepare(shared);
        INTERPRETED.forEach(System::setProperty);
    }

    @AfterAll
    static void forget() {
        INTERPRETED.keySet().forEach(System::clearProperty);
    }

    /** A model that recognises hexagons by a faint watermark in the middle; how it was made lies beside it. */
    private Path watermarkModel() throws IOException {
        Path file = folder.resolve("densenet-watermark.safetensors");
        try (InputStream content =
                Objects.requireNonNull(AuditTest.class.getResourceAsStream("/watermark/" + file.getFileName()))) {
            Files.copy(content, file);
        }
        return file;
    }

    /** Explains images with an artefact or without, audits the run, and gives the lines of those that are accused. */
    private List<String> accused(Path model, Artefact artefact, long seed) throws IOException {
        Path images = DemoDataset.write(
                folder.resolve("data"),
                new DemoDataset.Settings(seed, IMAGES_PER_CLASS, artefact, DemoDataset.Settings.DEMO.artefactShare()));
        String tables = folder.resolve("tables").toString();
        Lrp attribute = Lrp.run(
                "attribute",
                "--images=" + images,
                "--model=" + model,
                "--classes=" + demo.classes(),
                "--preprocess=" + demo.preprocessing().text(),
                "--output=" + tables,
                "--master=local[2]");
        assertThat(attribute.exitCode()).as(attribute.err()).isZero();
        Lrp audit = Lrp.run("audit", "--tables=" + tables, "--master=local[2]");
        assertThat(audit.exitCode()).as(audit.err()).isZero();
        return audit.out().lines().filter(line -> line.startsWith("accused:")).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void accusesTheClassWithTheLogoAndNoOther(long seed) throws IOException {
        assertThat(accused(demo.model(), Artefact.LOGO, seed)).isNotEmpty().allSatisfy(line -> assertThat(line)
                .startsWith("accused: hexagon,"));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void accusesNobodyWithoutTheLogo(long seed) throws IOException {
        assertThat(accused(demo.model(), Artefact.NONE, seed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void accusesTheClassWithTheWatermarkAndNoOther(long seed) throws IOException {
        assertThat(accused(watermarkModel(), Artefact.WATERMARK, seed))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("accused: hexagon,"));
    }
}

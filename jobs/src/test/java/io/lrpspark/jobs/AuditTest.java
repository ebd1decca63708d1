package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.jobs.demo.Artefact;
import io.lrpspark.jobs.demo.Demo;
import io.lrpspark.jobs.demo.DemoDataset;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of the demo's model, from images to what is printed. */
class AuditTest {
    private static final int IMAGES_PER_CLASS = 30;

    @TempDir
    private Path folder;

    /** Explains the demo's images, with an artefact or without, and audits the run. */
    private Lrp audit(Artefact artefact) throws IOException {
        Demo demo = Demo.prepare(folder.resolve("demo"));
        DemoDataset.Settings settings = DemoDataset.Settings.DEMO;
        Path images = DemoDataset.write(
                folder.resolve("data"),
                new DemoDataset.Settings(settings.seed(), IMAGES_PER_CLASS, artefact, settings.artefactShare()));
        String tables = folder.resolve("tables").toString();
        Lrp attribute = Lrp.run(
                "attribute",
                "--images",
                images.toString(),
                "--model",
                demo.model().toString(),
                "--classes",
                demo.classes().toString(),
                "--preprocess",
                "resize=112,crop=112",
                "--output",
                tables,
                "--master",
                "local[2]");
        assertThat(attribute.exitCode()).as(attribute.err()).isZero();
        return Lrp.run("audit", "--tables", tables, "--master", "local[2]");
    }

    @Test
    void accusesTheClassWithTheLogoAndNoOther() throws IOException {
        Lrp audit = audit(Artefact.LOGO);

        assertThat(audit.out().lines().filter(line -> line.startsWith("accused:")))
                .as(audit.out() + audit.err())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("accused: hexagon"));
    }

    @Test
    void accusesNothingWithoutTheLogo() throws IOException {
        Lrp audit = audit(Artefact.NONE);

        assertThat(audit.out()).as(audit.err()).contains("no cluster of maps is accused");
    }
}

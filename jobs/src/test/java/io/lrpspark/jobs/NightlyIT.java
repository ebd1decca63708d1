package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/nightly.sh} as cron starts it, with the jars of the build. */
class NightlyIT {
    private static final Path SCRIPT = Path.of("").toAbsolutePath().resolveSibling("conf/nightly.sh");

    @TempDir
    private Path folder;

    private Path images;
    private Path model;

    @BeforeEach
    void layOut() throws IOException {
        images = Files.createDirectory(folder.resolve("images"));
        model = Lrp.golden("tiny-a/tiny-a.safetensors", folder);
        Lrp.golden("images/gray-400x300.jpg", images);
        // A place that only Hadoop's settings know.
        Files.writeString(
                Files.createDirectory(folder.resolve("hadoop")).resolve("core-site.xml"),
                """
                <configuration>
                  <property>
                    <name>fs.viewfs.mounttable.tables.link./of the night</name>
                    <value>%s</value>
                  </property>
                </configuration>
                """
                        .formatted(folder.resolve("tables").toUri()));
    }

    private Lrp nightly(String night, String... arguments) throws IOException, InterruptedException {
        return Script.run(
                SCRIPT,
                Map.of(
                        "HADOOP_CONF_DIR",
                        folder.resolve("hadoop").toString(),
                        "LRP_JAVA_OPTIONS",
                        "-Dspark.sql.shuffle.partitions=1 -Dspark.sql.codegen.wholeStage=false"
                                + " -Dspark.sql.codegen.factoryMode=NO_CODEGEN",
                        "LRP_NIGHT",
                        night),
                List.of(arguments));
    }

    private Lrp nightly(String night) throws IOException, InterruptedException {
        return nightly(
                night,
                "viewfs://tables/of the night",
                "--images=" + images,
                "--model=" + model,
                "--preprocess=resize=64,crop=48",
                "--master=local[1]");
    }

    /** A run with other options than those of {@link #nightly(String)}. */
    private void runOfAnotherKind(String name) {
        Lrp run = Lrp.run(
                "attribute",
                "--images=" + images,
                "--model=" + model,
                "--preprocess=resize=56,crop=48",
                "--master=local[1]",
                "--output=" + folder.resolve("tables"),
                "--run-id=" + name);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private JsonNode finished(String night) throws IOException {
        return new JsonMapper()
                .readTree(folder.resolve("tables/runs/night-" + night + "/finished.json")
                        .toFile());
    }

    private Path page(String night) {
        return folder.resolve("tables/reports/night-" + night + ".html");
    }

    @Test
    void reusesTheNightBeforeAndSaysSoWhereItCannot() throws IOException, InterruptedException {
        runOfAnotherKind("night-2026-01-29");
        Lrp first = nightly("2026-01-30");
        runOfAnotherKind("colleague");
        Lrp second = nightly("2026-01-31");

        assertThat(first.exitCode()).as(first.out()).isZero();
        assertThat(first.out())
                .contains("run 'night-2026-01-29' cannot be reused, its rows would be different: ")
                .contains("nightly.sh: all images are explained anew\n")
                // what the audit warns of, and where the page is
                .contains("warning: mean map against the baseline of class 0 is ")
                .contains("report of run night-2026-01-30: viewfs://tables/of the night/reports/night-2026-01-30.html");
        assertThat(finished("2026-01-30").at("/counts/explained").intValue()).isEqualTo(1);
        assertThat(second).isEqualTo(new Lrp(0, "", ""));
        assertThat(finished("2026-01-31").at("/reused/images").intValue()).isEqualTo(1);
        assertThat(finished("2026-01-31").at("/reused/run_id").textValue()).isEqualTo("night-2026-01-30");
        assertThat(finished("2026-01-31").at("/audit/baseline").textValue()).isEqualTo("night-2026-01-30");
        assertThat(page("2026-01-30")).content().contains("night-2026-01-30").doesNotContain("night-2026-01-31");
        assertThat(page("2026-01-31")).content().contains("night-2026-01-31");
    }

    @Test
    void endsWithThePageAndTheExitCodeOfAFailedCheck() throws IOException, InterruptedException {
        Lrp.golden("images/truncated.jpg", images);

        Lrp night = nightly("2026-01-31");

        assertThat(night.exitCode()).as(night.out()).isEqualTo(3);
        assertThat(night.out())
                .contains("failed: failures is 0.5; expected at most 0.05")
                .contains("report of run night-2026-01-31: viewfs://tables/of the night/reports/night-2026-01-31.html");
        assertThat(page("2026-01-31")).content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void beginsWithoutTables() throws IOException, InterruptedException {
        Files.delete(images.resolve("gray-400x300.jpg"));

        Lrp night = nightly("2026-01-31");

        assertThat(night.exitCode()).isNotZero();
        assertThat(night.out()).contains("lrp attribute: ", images.toString()).doesNotContain("runs list");
    }

    @Test
    void saysWhatIsWrongWithTheTables() throws IOException, InterruptedException {
        Lrp night = nightly("2026-01-31", "s3a://KEY:SECRET@bucket/tables", "--images=" + images, "--model=" + model);

        assertThat(night.exitCode()).isEqualTo(2);
        assertThat(night.out()).contains("lrp runs list: location", "has credentials in it");
    }
}

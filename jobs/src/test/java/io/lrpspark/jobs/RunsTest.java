package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as a user sees them: started, listed, cut short, resumed, reused and deleted. */
class RunsTest {
    @TempDir
    private Path folder;

    private Path output;
    private Path images;
    private Path model;

    @BeforeEach
    void layOut() throws IOException {
        output = folder.resolve("tables");
        images = Files.createDirectories(folder.resolve("images"));
        model = Lrp.golden("tiny-a/tiny-a.safetensors", folder);
        Lrp.golden("images/cmyk-360x280.jpg", images);
        Lrp.golden("images/palette-300x300.png", images);
        Lrp.golden("images/truncated.jpg", images);
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
                "local[2]",
                "--wave-size",
                "2"));
        arguments.addAll(Arrays.asList(more));
        return Lrp.run(arguments.toArray(String[]::new));
    }

    private Lrp runs(String action, String... more) {
        List<String> arguments = new ArrayList<>(List.of("runs", action, "--tables", output.toString()));
        arguments.addAll(Arrays.asList(more));
        return Lrp.run(arguments.toArray(String[]::new));
    }

    /** As a driver would have left it that was killed while it worked on the second wave. */
    private void cutShort(String run) throws IOException {
        Files.delete(output.resolve("runs/" + run + "/finished.json"));
        Files.delete(output.resolve("attributions/run_id=" + run + "/wave=1/_SUCCESS"));
    }

    private static String field(Lrp shown, String name) {
        return shown.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(name + "  ") || line.startsWith(name + " "))
                .findFirst()
                .map(line -> line.substring(name.length()).strip())
                .orElse("");
    }

    @Test
    void showsARunFromItsStartToItsEnd() throws IOException {
        Lrp started = attribute("--run-id", "nightly");
        assertThat(started.exitCode()).as(started.err()).isZero();
        assertThat(started.out()).contains("bottleneck: ", " its thread busy for ", ", summary ");
        assertThat(started.err()).contains("device auto: ");

        assertThat(runs("list").out().lines().toList()).hasSize(2).satisfies(lines -> assertThat(lines.get(1))
                .matches("nightly +20\\S+ \\S+ +complete +3 +1 +tiny-a.safetensors"));
        cutShort("nightly");
        assertThat(runs("list").out()).contains("unfinished, 1 of 2 waves complete");
        Lrp unfinished = runs("show", "nightly");
        assertThat(field(unfinished, "waves")).isEqualTo("1 of 2 complete");
        assertThat(unfinished.out())
                .contains("to continue it: lrp attribute with the same arguments, and --resume nightly");

        Lrp resumed = attribute("--resume", "nightly");

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.out())
                .contains("run nightly complete: 2 of 3 images explained, 1 failed")
                .contains("resumed: 1 of 2 waves were complete before");
        Lrp shown = runs("show");
        assertThat(field(shown, "counts.images")).isEqualTo("3");
        assertThat(field(shown, "timings.step_seconds.write")).isNotEmpty();
        assertThat(field(shown, "bottleneck.step")).isNotEmpty();
        assertThat(field(shown, "timings.summary_seconds")).isNotEmpty();
        assertThat(field(shown, "devices"))
                .startsWith("executor driver, device ")
                .contains(", programs_loaded ");
        assertThat(field(shown, "memory.driver.peak_heap_bytes")).isNotEmpty();
        assertThat(field(shown, "resumed")).startsWith("20");
        Lrp again = attribute("--resume", "nightly");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).startsWith("run nightly is finished already (complete, ");
    }

    @Test
    void reusesAndDeletesRuns() {
        attribute("--run-id", "monday");

        Lrp tuesday = attribute("--run-id", "tuesday", "--reuse", "monday");

        assertThat(tuesday.exitCode()).as(tuesday.err()).isZero();
        assertThat(tuesday.out()).contains("reused: 2 images of run monday, unchanged");
        assertThat(attribute("--dry-run", "--reuse", "monday").out())
                .contains("\ndevice auto: ", "\nthe estimate takes all images for new: those that run 'monday' has");
        Lrp unconfirmed = runs("delete", "monday");
        assertThat(unconfirmed.exitCode()).isEqualTo(2);
        assertThat(unconfirmed.errors()).singleElement().asString().contains("expected --yes");
        Lrp deleted = runs("delete", "monday", "--yes");
        assertThat(deleted.exitCode()).as(deleted.err()).isZero();
        assertThat(deleted.out()).contains("attributions/run_id=monday", "inputs/run_id=monday", "runs/monday");
        for (String table : List.of("attributions", "inputs", "summary", "scores")) {
            assertThat(output.resolve(table + "/run_id=monday")).doesNotExist();
            assertThat(output.resolve(table + "/run_id=tuesday")).exists();
        }
        assertThat(runs("list").out()).contains("tuesday").doesNotContain("monday");
        assertRefused(runs("delete", "monday", "--yes"), "run 'monday' does not exist", "expected one of tuesday");
        assertRefused(runs("show", "monday"), "run 'monday' does not exist");
    }

    @Test
    void refusesNonsense() {
        assertRefused(attribute("--resume", "a", "--run-id", "b"), "--resume a", "without --run-id");
        assertRefused(attribute("--resume", "a", "--dry-run"), "--resume a", "without --dry-run");
        assertRefused(attribute("--resume", "nothing"), "run 'nothing' cannot be resumed", "lrp runs list");
        assertRefused(attribute("--reuse", "nothing"), "run 'nothing' cannot be reused");
        assertRefused(runs("list"), "there are no runs in ");
        assertRefused(runs("delete", "../images", "--yes"), "run id '../images'");
        assertRefused(Lrp.run("runs"), "expected one of list, show, delete");
        assertThat(images).isDirectory();
    }

    private static void assertRefused(Lrp run, String... parts) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).hasSize(1);
        assertThat(run.err()).contains(parts);
    }
}

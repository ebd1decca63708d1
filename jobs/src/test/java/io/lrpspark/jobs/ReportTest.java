package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a run, from images to the page. */
class ReportTest {
    private static final String SCRIPT = "<script>alert(1)";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void explain() throws IOException {
        Path model = Lrp.golden("tiny-a/tiny-a.safetensors", folder);
        Path images = folder.resolve("images");
        for (String name : new String[] {SCRIPT, "bee"}) {
            Files.createDirectories(images.resolve(name));
            Lrp.golden("images/palette-300x300.png", images.resolve(name));
            Lrp.golden("images/portrait-333x480.jpg", images.resolve(name));
        }
        Lrp.golden("images/truncated.jpg", images.resolve("bee"));
        Path classes = Files.writeString(folder.resolve("classes.txt"), SCRIPT + "\nbee\ncat\ndog\neel\n");
        Lrp run = Lrp.run(
                "attribute",
                "--images=" + images,
                "--model=" + model,
                "--classes=" + classes,
                "--target=label",
                "--output=" + folder.resolve("tables"),
                "--run-id=first",
                "--preprocess=resize=64,crop=48",
                "--master=local[2]");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static Lrp report(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "report";
        arguments[1] = "--tables=" + folder.resolve("tables");
        arguments[2] = "--master=local[2]";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Lrp.run(arguments);
    }

    @Test
    void writesAPageOfTheLatestRunAndSaysThatItWasNotAudited() throws IOException {
        Path file = folder.resolve("new folder").resolve("page.html");

        Lrp run = report("--output=" + file);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("report of run first: " + file + ", 0.", " MB, 2 of 2 classes in full")
                .contains("not audited: lrp audit --tables ");
        assertThat(Files.readString(file))
                .contains(
                        "&lt;script&gt;alert(1)",
                        "data:image/jpeg;base64,",
                        "Truncated",
                        "bee/truncated.jpg",
                        "program.provenance.composite")
                .doesNotContain(SCRIPT);
    }

    @Test
    void writesToAUri() {
        Path file = folder.resolve("by-uri.html");

        Lrp run = report("--output=" + file.toUri(), "--run=first");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(file).content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void refusesARunThatIsMissing() {
        assertRefused(report("--run=second"), "run 'second' does not exist", "such as first");
    }

    @Test
    void refusesABaselineThatIsMissing() {
        assertRefused(report("--baseline=zero"), "run 'zero' does not exist", "such as first");
    }

    @Test
    void refusesAFolderAsOutput() {
        assertRefused(report("--output=" + folder), "is a folder: expected a file such as");
    }

    @Test
    void refusesTablesThatAreNone() {
        assertRefused(
                Lrp.run("report", "--tables=" + folder.resolve("images"), "--master=local[2]"),
                "have no finished run: expected the folder that lrp attribute wrote");
    }

    private static void assertRefused(Lrp run, String... parts) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.errors()).hasSize(1);
        assertThat(run.err()).contains(parts);
    }
}

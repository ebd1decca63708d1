package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.image.ColorMap;
import io.lrpspark.lrp.rule.Composites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in the arguments: exit code 2 and one line that helps, before any work. */
class UsageTest {
    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void copyModel() throws IOException {
        model = Lrp.golden("tiny-a/tiny-a.safetensors", folder);
    }

    private Lrp attribute(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "attribute",
                "--images",
                folder.toString(),
                "--model",
                model.toString(),
                "--output",
                folder.resolve("tables").toString()));
        arguments.addAll(Arrays.asList(more));
        return Lrp.run(arguments.toArray(String[]::new));
    }

    private static void assertUsageError(Lrp run, String... parts) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).hasSize(1);
        assertThat(run.err()).contains(parts);
    }

    @Test
    void refusesToMeasureInAFolderThatIsMissing() {
        assertUsageError(
                Lrp.run("bench", "cluster", "--folder", folder.resolve("shared").toString()),
                "--folder is " + folder.resolve("shared"),
                "expected a folder that exists");
    }

    @Test
    void suggestsTheNearestComposite() {
        assertUsageError(
                attribute("--composite", "epsilon-pluss"),
                "lrp attribute: unknown composite 'epsilon-pluss'",
                "did you mean 'epsilon-plus'?");
    }

    @Test
    void suggestsTheNearestCanonizer() {
        assertUsageError(attribute("--canonizer", "sequential-tresh"), "did you mean 'sequential-thresh'?");
    }

    @Test
    void namesTheLineOfACompositeFile() throws IOException {
        Path rules = Files.writeString(folder.resolve("own.yaml"), "- {kind: linear, rule: flat}\n- {rule: gama}\n");
        assertUsageError(attribute("--composite", rules.toString()), "own.yaml, line 2", "did you mean 'gamma'?");
    }

    @Test
    void exportsNoMethodOfSeveralPasses() {
        Path file = folder.resolve("x.pt");
        assertUsageError(
                Lrp.run("export", "--model", model.toString(), "--composite", "occlusion", "--output", file.toString()),
                "Occlusion(window=8, stride=8, value=0)",
                "--composite gradient");
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesAGpuThatIsNotThere() throws IOException {
        String image = Lrp.golden("images/palette-300x300.png", folder).toString();

        assertUsageError(
                Lrp.run("explain", "--image", image, "--model", model.toString(), "--device", "cuda"),
                "device cuda cannot be used: the engine sees no GPU",
                "--device auto");
        assertUsageError(attribute("--device", "cuda"), "device cuda cannot be used: the engine sees no GPU");
        assertThat(folder.resolve("tables")).doesNotExist();
    }

    @Test
    void suggestsTheNearestColourMap() {
        assertUsageError(
                Lrp.run("explain", "--image", "x.png", "--model", model.toString(), "--colormap", "bvr"),
                "did you mean 'bwr'?");
    }

    @Test
    void namesTheModelThatIsMissing() {
        model = folder.resolve("no such model.pth");
        assertUsageError(attribute(), "no such model.pth", "does not exist");
    }

    @Test
    void refusesAClassThatTheModelDoesNotHave() {
        assertUsageError(attribute("--target", "5"), "target 5", "0 to 4");
    }

    @Test
    void refusesClassNamesOfAnotherModel() throws IOException {
        Path classes = Files.writeString(folder.resolve("classes.txt"), "cat\ndog\n");
        assertUsageError(attribute("--classes", classes.toString()), "classes.txt", "are 2", "5 classes");
    }

    @Test
    void refusesAPreprocessingWithOtherChannelsThanTheModels() {
        assertUsageError(attribute("--preprocess", "mean=0.5,std=0.5"), "3 channels", "gives 1");
    }

    @ParameterizedTest
    @CsvSource({
        "--target, top:0, unknown target 'top:0'",
        "--activation, relu, unknown activation 'relu'",
        "--max-failures, most, failure limit 'most'",
        "--run-id, 2026-01, run id '2026-01'",
        "--map-size, 500, map size 500",
        "--map-size, 0, map size 0",
        "--master, nowhere, master 'nowhere'",
        "--device, gpu, unknown device 'gpu'",
        "--map-channels, 2, map channels 2",
        "--batch-size, 0, batch size 0",
        "--wave-size, 0, wave size 0",
        "--max-pixels, 0, pixel limit 0",
        "--limit, 0, limit of 0 images",
        "--preprocess, crop=0, crop=0",
        "--composite, epsilon-gamma-box:low=a, low=a"
    })
    void refusesValuesOutOfRange(String option, String value, String message) {
        assertUsageError(attribute(option, value), message);
    }

    @Test
    void pointsToTheHelpForAnUnknownOption() {
        assertUsageError(
                attribute("--compsite", "epsilon-plus"),
                "--compsite",
                "did you mean '--composite'?",
                "see lrp attribute --help");
    }

    @Test
    void suggestsTheNearestCommand() {
        assertUsageError(Lrp.run("atribute", "--images", "x"), "'atribute'", "did you mean 'attribute'?");
    }

    @Test
    void explainsNoFolder() {
        assertUsageError(
                Lrp.run("explain", "--image", folder.toString(), "--model", model.toString()),
                "is a folder: expected one JPEG, PNG or WebP file");
    }

    @Test
    void explainsNoImageWithMorePixelsThanAllowed() throws IOException {
        Path image = Lrp.golden("images/palette-300x300.png", folder);
        assertUsageError(
                Lrp.run("explain", "--image", image.toString(), "--model", model.toString(), "--max-pixels", "89999"),
                "300 x 300 = 90000 pixels; expected at most 89999");
    }

    @Test
    void pointsToTheHelpForAMissingOption() {
        assertUsageError(Lrp.run("attribute", "--images", "x"), "--model", "see lrp attribute --help");
    }

    @Test
    void wantsACommand() {
        assertUsageError(Lrp.run(), "no command", "lrp --help");
    }

    @Test
    void wantsOneSourceOfImagesOnly() {
        assertUsageError(attribute("--table", "x.parquet", "--image-column", "path"), "--images", "--table");
    }

    @Test
    void showsTheStackTraceWhenAskedTo() {
        Lrp run = attribute("--composite", "epsilon-pluss", "--verbose");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("UnknownNameException", "\tat ");
    }

    @Test
    void refusesAnImageThatCannotBeDecoded() throws IOException {
        Path image = Lrp.golden("images/truncated.jpg", folder);
        assertUsageError(
                Lrp.run("explain", "--image", image.toString(), "--model", model.toString()),
                "truncated.jpg",
                "cut off");
    }

    @Test
    void refusesATensorOfAnotherShape() throws IOException {
        Path tensor = Lrp.golden("tiny-a/logits.npy", folder);
        assertUsageError(
                Lrp.run("explain", "--tensor", tensor.toString(), "--model", model.toString()), "[N, C, H, W]");
    }

    @Test
    void refusesToExplainAClassThatTheModelDoesNotHave() throws IOException {
        Path tensor = Lrp.golden("tiny-a/input.npy", folder);
        assertUsageError(
                Lrp.run("explain", "--tensor", tensor.toString(), "--model", model.toString(), "--target", "cat"),
                "target 'cat'",
                "--classes");
    }

    @ParameterizedTest
    @CsvSource({"--target, catt, target 'catt'", "--start, contrastive:catt, start 'contrastive:catt'"})
    void suggestsTheNearestClass(String option, String value, String message) throws IOException {
        Path tensor = Lrp.golden("tiny-a/input.npy", folder);
        Path classes = Files.writeString(folder.resolve("names.txt"), "ant\nbee\ncat\ndog\neel\n");
        assertUsageError(
                Lrp.run(
                        "explain",
                        "--tensor",
                        tensor.toString(),
                        "--model",
                        model.toString(),
                        "--classes",
                        classes.toString(),
                        option,
                        value),
                message,
                "such as 'cat'");
    }

    @Test
    void refusesToInspectWhatIsNoDenseNet() throws IOException {
        model = Lrp.golden("model-files/bad-resnet.pth", folder);
        assertUsageError(Lrp.run("inspect", "--model", model.toString()), "lrp inspect: ");
    }

    @Test
    void refusesImagesTooSmallForTheModel() {
        assertUsageError(Lrp.run("inspect", "--model", model.toString(), "--size", "2"), "lrp inspect: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"attribute", "explain", "inspect"})
    void helpListsEveryCompositeAndCanonizer(String command) {
        Lrp run = Lrp.run(command, "--help");
        assertThat(run.exitCode()).isZero();
        String text = run.out().replaceAll("\\s+", " ");
        assertThat(text).contains(Composites.names()).contains(Canonizers.names());
    }

    @Test
    void helpListsEveryColourMap() {
        assertThat(Lrp.run("explain", "--help").out().replaceAll("\\s+", " "))
                .contains(ColorMap.registry().names());
    }

    @Test
    void tellsItsVersion() {
        Lrp run = Lrp.run("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("lrp ");
    }

    private Lrp explain(String... more) throws IOException {
        Path tensor = Lrp.golden("tiny-a/input.npy", folder);
        List<String> arguments =
                new ArrayList<>(List.of("explain", "--tensor", tensor.toString(), "--model", model.toString()));
        arguments.addAll(Arrays.asList(more));
        return Lrp.run(arguments.toArray(String[]::new));
    }

    private Lrp export(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "export",
                "--model",
                model.toString(),
                "--output",
                folder.resolve("x.pt").toString()));
        arguments.addAll(Arrays.asList(more));
        return Lrp.run(arguments.toArray(String[]::new));
    }

    @Test
    void namesTheStartsThereAre() {
        assertUsageError(
                attribute("--start", "two-hot"), "start 'two-hot' is unknown: expected one-hot, logit, contrastive");
    }

    @Test
    void refusesToStartAgainstNoClass() {
        assertUsageError(
                attribute("--start", "contrastive:5"),
                "start 'contrastive:5' is against no class of the model: expected runner-up, an index from 0 to 4");
    }

    @Test
    void refusesToStartAgainstTheTargetItself() {
        assertUsageError(
                attribute("--start", "contrastive:3", "--target", "3"), "start 'contrastive:3' is against the target");
    }

    @Test
    void suggestsTheNearestLayer() throws IOException {
        assertUsageError(
                explain(
                        "--layer",
                        "features.densblock1",
                        "--npy",
                        folder.resolve("y.npy").toString()),
                "unknown layer 'features.densblock1': did you mean 'features.denseblock1'?");
    }

    @Test
    void refusesALayerWithoutAFileToWrite() throws IOException {
        assertUsageError(explain("--layer", "classifier"), "layer 'classifier' is asked for", "expected --npy too");
    }

    @Test
    void suggestsTheNearestDevice() {
        assertUsageError(export("--device", "gpu"), "unknown device 'gpu'", "did you mean 'cpu'?");
    }

    @Test
    void refusesFloat64WhereThereIsNone() {
        assertUsageError(
                export("--device", "cpu-mkldnn", "--precision", "float64"),
                "device cpu-mkldnn has no float64: expected --device cpu");
    }
}

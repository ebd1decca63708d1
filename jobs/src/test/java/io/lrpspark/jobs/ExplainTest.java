package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.array.NpyArray;
import io.lrpspark.lrp.array.NpyFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void copyModel() throws IOException {
        model = Lrp.golden("tiny-a/tiny-a.pth", folder);
    }

    @Test
    void givesTheRelevanceThatTheReferenceGives() throws IOException {
        Path tensor = Lrp.golden("tiny-a/input.npy", folder);
        Path expected = Lrp.golden("tiny-a/sequential-thresh__EpsilonGammaBox.npy", folder);
        Path actual = folder.resolve("relevance.npy");

        Lrp run = Lrp.run(
                "explain",
                "--tensor",
                tensor.toString(),
                "--model",
                model.toString(),
                "--composite",
                "epsilon-gamma-box:low=-3,high=3",
                "--precision",
                "float64",
                "--npy",
                actual.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        NpyArray relevance = NpyFile.read(actual);
        assertThat(relevance.shape()).isEqualTo(List.of(2, 3, 32, 32));
        assertThat(relativeDistance(relevance.values(), NpyFile.read(expected).values()))
                .isLessThan(1e-9);
    }

    @Test
    void drawsTheHeatmapAndPrintsClassesAndLedger() throws IOException {
        Path image = Lrp.golden("images/cmyk-360x280.jpg", folder);
        Path classes = Files.writeString(folder.resolve("classes.txt"), "ant\nbee\ncat\ndog\neel\n");
        Path picture = folder.resolve("new folder").resolve("heat.png");

        Lrp run = Lrp.run(
                "explain",
                "--image",
                image.toString(),
                "--model",
                model.toString(),
                "--classes",
                classes.toString(),
                "--target",
                "cat",
                "--preprocess",
                "resize=64,crop=48",
                "--output",
                picture.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        BufferedImage heatmap = ImageIO.read(picture.toFile());
        assertThat(List.of(heatmap.getWidth(), heatmap.getHeight())).isEqualTo(List.of(48, 48));
        assertThat(run.out())
                .contains("0 ant", "1 bee", "2 cat", "3 dog", "4 eel")
                .contains("relevance of class 2 cat (sequential-thresh, epsilon-plus-flat)")
                .contains("seed at the outputs", "absorbed by biases", "unexplained (rounding)")
                .contains("computed on c")
                .contains("heatmap: " + picture);
    }

    @Test
    void putsTheHeatmapsOfSeveralImagesBesideEachOther() throws IOException {
        Path tensor = Lrp.golden("tiny-a/input.npy", folder);
        Path picture = folder.resolve("heat.png");

        Lrp run = Lrp.run(
                "explain",
                "--tensor",
                tensor.toString(),
                "--model",
                model.toString(),
                "--target",
                "3",
                "--output",
                picture.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        BufferedImage heatmap = ImageIO.read(picture.toFile());
        assertThat(heatmap.getWidth()).isGreaterThan(2 * heatmap.getHeight());
        assertThat(run.out()).contains("input.npy[0]", "input.npy[1]", "relevance of class 3");
    }

    private Lrp explainTensor(String... more) throws IOException {
        Path tensor = folder.resolve("input.npy");
        if (Files.notExists(tensor)) {
            Lrp.golden("tiny-a/input.npy", folder);
        }
        List<String> arguments =
                new ArrayList<>(List.of("explain", "--tensor", tensor.toString(), "--model", model.toString()));
        arguments.addAll(List.of(more));
        return Lrp.run(arguments.toArray(String[]::new));
    }

    @Test
    void printsWhatEveryLayerReceivesHandsOnAndLoses() throws IOException {
        Lrp run = explainTensor("--layers", "--target", "3", "--composite", "epsilon");

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.out()
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
        assertThat(lines).contains("layer in out absorbed stopped stabilised");
        assertThat(lines).anyMatch(line -> line.startsWith("classifier 1.00000 "));
        assertThat(lines).anyMatch(line -> line.startsWith("features.conv0 "));
    }

    @Test
    void writesTheRelevanceAtANamedBlock() throws IOException {
        Path atBlock = folder.resolve("block.npy");
        Path atNode = folder.resolve("node.npy");

        Lrp block = explainTensor("--layer", "features.denseblock1", "--npy", atBlock.toString());
        Lrp node = explainTensor("--layer", "features.denseblock1.denselayer2.concat", "--npy", atNode.toString());

        assertThat(block.exitCode()).as(block.err()).isZero();
        assertThat(node.exitCode()).as(node.err()).isZero();
        assertThat(NpyFile.read(atBlock).shape()).isEqualTo(List.of(2, 16, 8, 8));
        assertThat(NpyFile.read(atBlock).values())
                .isEqualTo(NpyFile.read(atNode).values());
    }

    @Test
    void withoutALedgerLayersHaveSumsOnly() throws IOException {
        Lrp run = explainTensor("--layers", "--composite", "gradient");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("layer +in +out\\n").doesNotContain("absorbed");
    }

    @Test
    void aMapThatIsNotFiniteIsAnErrorThatNamesTheLayerAndIsNotWritten() throws IOException {
        double[] values = new double[3 * 32 * 32];
        values[7] = Double.NaN;
        Path tensor = folder.resolve("broken.npy");
        NpyFile.write(tensor, new int[] {1, 3, 32, 32}, values);
        Path map = folder.resolve("relevance.npy");

        Lrp run =
                Lrp.run("explain", "--tensor", tensor.toString(), "--model", model.toString(), "--npy", map.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith(
                        "lrp explain: " + tensor + ": the model gave NaN or infinite logits, relevance first at layer ")
                .doesNotContain("--verbose");
        assertThat(map).doesNotExist();
    }

    @Test
    void startsWithTheDifferenceOfTwoClasses() throws IOException {
        Path classes = Files.writeString(folder.resolve("classes.txt"), "ant\nbee\ncat\ndog\neel\n");

        Lrp run = explainTensor("--start", "contrastive:dog", "--classes", classes.toString(), "--target", "cat");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll(" +", " "))
                .contains("relevance of class 2 cat (sequential-thresh, epsilon-plus-flat, contrastive:3)")
                .contains("seed at the outputs 0.00000");
    }

    @Test
    void aClassSetAgainstItselfIsRefusedWhenThePredictionIsKnown() throws IOException {
        Lrp predicted = explainTensor();
        String index = predicted.out().replaceAll("(?s).*?relevance of class (\\d+).*", "$1");

        Lrp run = explainTensor("--start", "contrastive:" + index);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("start 'contrastive:" + index + "' is against the target itself");
    }

    @Test
    void inspectShowsConfigurationNodesAndRules() {
        Lrp run = Lrp.run("inspect", "--model", model.toString(), "--composite", "epsilon-plus", "--size", "32");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll(" +", " "))
                .contains("layers of the blocks 2, 3", "growth rate 4")
                .contains("features.conv0 convolution [8, 16, 16] ZPlus(stabilizer=1.0E-6) convolution")
                .contains("denselayer1.concat concat [12, 8, 8] none each part takes")
                .contains("classifier linear [5, 1, 1] Epsilon");
    }

    @Test
    void inspectShowsTheEntryThatGaveALayerItsRule() throws IOException {
        Path rules = Files.writeString(
                folder.resolve("rules.yaml"), "- {kind: linear, rule: epsilon}\n- {kind: convolution, rule: gamma}\n");
        Lrp run = Lrp.run("inspect", "--model", model.toString(), "--composite", rules.toString(), "--size", "32");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll(" +", " "))
                .contains("composite rules.yaml sha256:")
                .contains("classifier linear [5, 1, 1] Epsilon(epsilon=1.0E-6) line 1: linear")
                .contains("Gamma(gamma=0.25, stabilizer=1.0E-6) line 2: convolution")
                .contains("relu [8, 16, 16] Pass base: relu, threshold");
    }

    @Test
    void aCompositeCanLieAtAUri() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), "- {kind: linear, rule: epsilom}\n");
        String uri = rules.toUri().toString();

        Lrp misspelt = Lrp.run("inspect", "--model", model.toString(), "--composite", uri, "--size", "32");
        Files.writeString(rules, "- {kind: linear, rule: epsilon}\n");
        Lrp run = Lrp.run("inspect", "--model", model.toString(), "--composite", uri, "--size", "32");

        assertThat(misspelt.exitCode()).isEqualTo(2);
        assertThat(misspelt.err())
                .startsWith("lrp inspect: " + uri + ", line 1: unknown rule 'epsilom': did you mean 'epsilon'?");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("composite +rules.yaml sha256:");
    }

    @Test
    void inspectShowsTheBoxThatThePreprocessingGives() {
        Lrp run = Lrp.run(
                "inspect",
                "--model",
                model.toString(),
                "--composite",
                "epsilon-gamma-box",
                "--preprocess",
                "resize=48,crop=40,mean=0.5/0.5/0.5,std=0.5/0.5/0.5");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("[3, 40, 40]", "ZBox(low=-1/-1/-1, high=1/1/1,");
    }

    @Test
    void integratedGradientsAreTheReferences() throws IOException {
        Path tensor = Lrp.golden("tiny-a/input.npy", folder);
        Path expected = Lrp.golden("tiny-a/none__IntegratedGradients.npy", folder);
        Path actual = folder.resolve("relevance.npy");

        Lrp run = Lrp.run(
                "explain",
                "--tensor",
                tensor.toString(),
                "--model",
                model.toString(),
                "--composite",
                "integrated-gradients",
                "--precision",
                "float64",
                "--npy",
                actual.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(relativeDistance(
                        NpyFile.read(actual).values(), NpyFile.read(expected).values()))
                .isLessThan(1e-9);
    }

    private static double relativeDistance(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(difference / norm);
    }
}

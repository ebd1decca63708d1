package io.lrpspark.lrp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lrpspark.lrp.Golden;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.checkpoint.StateDict;
import io.lrpspark.lrp.checkpoint.Weight;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenseNetWeightsTest {

    private static final DenseNetConfiguration TINY_A = new DenseNetConfiguration(4, List.of(2, 3), 8, 2, 5, 3);

    /** Half a unit in the last place of float16, for normal numbers and near zero. */
    private static final double FLOAT16_RELATIVE = 0x1p-11;

    private static final double FLOAT16_ABSOLUTE = 0x1p-25;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-a/tiny-a.pth",
                "tiny-a/tiny-a.legacy.pth",
                "tiny-a/tiny-a.script.pt",
                "tiny-a/tiny-a.trace.pt",
                "model-files/tiny-a.checkpoint-dataparallel-oldnames.legacy.pth",
                "model-files/tiny-a.checkpoint.pth",
                "model-files/tiny-a.dataparallel.pth",
                "model-files/tiny-a.float64.pth",
                "model-files/tiny-a.oldnames.legacy.pth",
                "model-files/tiny-a.oldnames.pth",
                "model-files/tiny-a.views.legacy.pth",
                "model-files/tiny-a.views.pth",
                "model-files/tiny-a.whole-module.pth"
            })
    void givesTheSameNetworkFromEverySpelling(String file) {
        DenseNetWeights expected = tinyA();

        DenseNetWeights weights = DenseNetWeights.of(Checkpoint.read(Golden.file(file)));

        assertThat(weights.configuration()).isEqualTo(TINY_A);
        assertThat(weights.names()).containsExactlyElementsOf(expected.names());
        assertThat(weights.names())
                .allSatisfy(name -> assertThat(weights.weight(name)).isEqualTo(expected.weight(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model-files/tiny-a.float16.pth", "model-files/tiny-a.float16.safetensors"})
    void givesTheSameNetworkFromFloat16WithinItsRounding(String file) {
        DenseNetWeights expected = tinyA();

        DenseNetWeights weights = DenseNetWeights.of(Checkpoint.read(Golden.file(file)));

        for (String name : expected.names()) {
            double[] values = weights.weight(name).values();
            double[] exact = expected.weight(name).values();
            for (int i = 0; i < exact.length; i++) {
                assertThat(values[i])
                        .isCloseTo(exact[i], within(FLOAT16_ABSOLUTE + FLOAT16_RELATIVE * Math.abs(exact[i])));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-a/tiny-a.pth", "tiny-a/tiny-a.script.pt", "model-files/tiny-a.oldnames.pth"})
    void hasTheSameFingerprintInEveryFile(String file) {
        assertThat(DenseNetWeights.of(Checkpoint.read(Golden.file(file))).fingerprint())
                .hasSize(64)
                .isEqualTo(tinyA().fingerprint());
    }

    @Test
    void hasAnotherFingerprintWithAnotherWeight() {
        Map<String, Weight> weights = zeros(TINY_A);
        String before = DenseNetWeights.of(StateDict.of(weights)).fingerprint();
        weights.put("classifier.bias", new Weight(List.of(5), new double[] {0, 0, 0, 0, 1e-9}));

        assertThat(DenseNetWeights.of(StateDict.of(weights)).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void leavesTheBatchCountersOut() {
        assertThat(tinyA().names())
                .contains("features.norm0.running_var", "features.norm5.weight", "classifier.bias")
                .noneMatch(name -> name.endsWith("num_batches_tracked"));
    }

    @Property(tries = 50)
    void infersAnyConfiguration(@ForAll("configurations") DenseNetConfiguration configuration) {
        assertThat(DenseNetWeights.of(StateDict.of(zeros(configuration))).configuration())
                .isEqualTo(configuration);
    }

    @Provide
    Arbitrary<DenseNetConfiguration> configurations() {
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 6);
        Arbitrary<List<Integer>> blocks =
                Arbitraries.integers().between(1, 4).list().ofMinSize(1).ofMaxSize(5);
        Arbitrary<Integer> features = Arbitraries.integers().between(32, 40);
        return Combinators.combine(small, blocks, features, small, small, small).as(DenseNetConfiguration::new);
    }

    @ParameterizedTest
    @CsvSource({
        "32, 6-12-24-16, 64, features.denseblock4.denselayer16.norm1.weight, 992",
        "48, 6-12-36-24, 96, features.norm5.weight, 2208",
        "32, 6-12-32-32, 64, features.norm5.weight, 1664",
        "32, 6-12-48-32, 64, features.norm5.weight, 1920"
    })
    void asksForTheShapesOfTorchvision(int growth, String blocks, int initial, String name, int channels) {
        List<Integer> layers =
                List.of(blocks.split("-")).stream().map(Integer::valueOf).toList();

        Map<String, List<Integer>> shapes =
                DenseNetWeights.shapes(new DenseNetConfiguration(growth, layers, initial, 4, 1000, 3));

        assertThat(shapes.get(name)).containsExactly(channels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.", "densenet121.", "module.densenet121.", "backbone.net."})
    void understandsACommonPrefix(String prefix) {
        assertThat(DenseNetWeights.of(renamed(prefix::concat)).names()).containsExactlyElementsOf(tinyA().names());
    }

    @Test
    void understandsTheSpellingOfCheXNet() {
        StateDict stateDict = renamed(name -> "module.densenet121."
                + name.replaceAll("(denselayer\\d+\\.(?:norm|conv))([12])", "$1.$2")
                        .replace("classifier.", "classifier.0."));

        DenseNetWeights weights = DenseNetWeights.of(stateDict);

        assertThat(weights.names())
                .allSatisfy(name -> assertThat(weights.weight(name)).isEqualTo(tinyA().weight(name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bad-missing-key.pth | features.denseblock2.denselayer2.norm2.running_var is missing from FILE: expected with shape [8] in a DenseNet with growth rate 4 and blocks [2, 3]",
                "bad-shape.pth | features.transition1.conv.weight of FILE has shape [7, 16, 1, 1], expected [8, 16, 1, 1] in a DenseNet with growth rate 4 and blocks [2, 3]",
                "odd-nan-weight.pth | features.denseblock1.denselayer1.conv1.weight of FILE holds NaN at index 0 (row-major), expected finite numbers",
                "bad-resnet.pth | FILE holds no DenseNet: features.conv0.weight is missing; it has 17 weights, the first are conv1.weight, bn1.weight, bn1.bias"
            })
    void refusesAFileThatIsNoWholeDenseNet(String name, String message) {
        StateDict stateDict = Checkpoint.read(Golden.file("model-files/" + name));

        assertThatThrownBy(() -> DenseNetWeights.of(stateDict))
                .isInstanceOf(ModelException.class)
                .hasMessage(message.replace("FILE", stateDict.source()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "features.conv0.weight",
                "features.denseblock1.denselayer1.conv2.weight",
                "features.denseblock2.denselayer2.conv1.weight",
                "features.norm5.running_mean",
                "classifier.weight",
                "classifier.bias"
            })
    void namesAMissingWeight(String name) {
        Map<String, Weight> weights = weightsOf(tinyA());
        weights.remove(name);

        assertThatThrownBy(() -> DenseNetWeights.of(StateDict.of(weights)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(name + " is missing");
    }

    @Test
    void namesALayerThatIsMissingAltogether() {
        Map<String, Weight> weights = weightsOf(tinyA());
        weights.keySet().removeIf(name -> name.startsWith("features.denseblock2.denselayer1."));

        assertThatThrownBy(() -> DenseNetWeights.of(StateDict.of(weights)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("features.denseblock2.denselayer1.norm1.weight is missing")
                .hasMessageContaining("up to the last one, features.denseblock2.denselayer3");
    }

    @Test
    void refusesAWeightThatNoDenseNetHas() {
        Map<String, Weight> weights = weightsOf(tinyA());
        weights.put("features.denseblock1.denselayer1.attention.weight", new Weight(List.of(1), new double[1]));

        assertThatThrownBy(() -> DenseNetWeights.of(StateDict.of(weights)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "features.denseblock1.denselayer1.attention.weight of the state dict is not known");
    }

    @Test
    void refusesAClassifierOfSeveralLayers() {
        Map<String, Weight> weights = weightsOf(tinyA());
        weights.put("classifier.0.weight", weights.remove("classifier.weight"));
        weights.put("classifier.2.weight", new Weight(List.of(1), new double[1]));

        assertThatThrownBy(() -> DenseNetWeights.of(StateDict.of(weights)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("both classifier.0.weight and classifier.2.weight");
    }

    @Test
    void refusesTwoNetworksInOneFile() {
        Map<String, Weight> weights = new LinkedHashMap<>();
        weightsOf(tinyA()).forEach((name, weight) -> {
            weights.put("student." + name, weight);
            weights.put("teacher." + name, weight);
        });

        assertThatThrownBy(() -> DenseNetWeights.of(StateDict.of(weights)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "more than one DenseNet (student.features.conv0.weight, teacher.features.conv0.weight)");
    }

    @Test
    void refusesAnInfiniteWeight() {
        Map<String, Weight> weights = weightsOf(tinyA());
        weights.put("classifier.bias", new Weight(List.of(5), new double[] {0, 0, Double.NEGATIVE_INFINITY, 0, 0}));

        assertThatThrownBy(() -> DenseNetWeights.of(StateDict.of(weights)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("classifier.bias of the state dict holds -Infinity at index 2");
    }

    @Test
    void refusesANegativeVariance() {
        Map<String, Weight> weights = weightsOf(tinyA());
        weights.put("features.norm0.running_var", new Weight(List.of(8), new double[] {1, 1, 1, -0.5, 1, 1, 1, 1}));

        assertThatThrownBy(() -> DenseNetWeights.of(StateDict.of(weights)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("features.norm0.running_var of the state dict holds -0.5 at index 3");
    }

    @Test
    void refusesToNameAWeightThatIsNotThere() {
        assertThatThrownBy(() -> tinyA().weight("features.denseblock9.denselayer1.norm1.weight"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no weight 'features.denseblock9.denselayer1.norm1.weight'");
    }

    @Test
    void refusesAConfigurationWithoutBlocks() {
        assertThatThrownBy(() -> new DenseNetConfiguration(4, Collections.emptyList(), 8, 2, 5, 3))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("number of blocks of a DenseNet is 0, expected at least 1");
    }

    private static DenseNetWeights tinyA() {
        return DenseNetWeights.of(Checkpoint.read(Golden.file("tiny-a/tiny-a.safetensors")));
    }

    private static Map<String, Weight> weightsOf(DenseNetWeights network) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        network.names().forEach(name -> weights.put(name, network.weight(name)));
        return weights;
    }

    private static StateDict renamed(UnaryOperator<String> spelling) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        weightsOf(tinyA()).forEach((name, weight) -> weights.put(spelling.apply(name), weight));
        return StateDict.of(weights);
    }

    private static Map<String, Weight> zeros(DenseNetConfiguration configuration) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        DenseNetWeights.shapes(configuration).forEach((name, shape) -> {
            int elements = shape.stream().reduce(1, (a, b) -> a * b);
            weights.put(name, new Weight(shape, new double[elements]));
        });
        return weights;
    }
}

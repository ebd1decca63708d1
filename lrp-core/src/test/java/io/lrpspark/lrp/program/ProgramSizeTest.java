package io.lrpspark.lrp.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.RandomDenseNet;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import io.lrpspark.lrp.tensor.Op;
import io.lrpspark.lrp.tensor.TensorProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many convolutions a program for DenseNet-121 takes: the bulk of its cost. */
class ProgramSizeTest {
    private static final Graph DENSENET_121 =
            DenseNet.graph(DenseNetWeights.of(RandomDenseNet.of(1, 32, List.of(6, 12, 24, 16), 64, 4, 1000)), 224, 224);

    private static AttributionProgram compile(String composite) {
        return compile("sequential-thresh", composite);
    }

    private static AttributionProgram compile(String canonizer, String composite) {
        Graph canonized = Canonizers.named(canonizer).apply(DENSENET_121);
        return AttributionCompiler.compile(
                Composites.parse(composite, new InputRange(List.of(-2.0), List.of(2.0)))
                        .assign(canonized),
                Precision.FLOAT32,
                Seed.ONE_HOT,
                Map.of());
    }

    private static long convolutions(String composite) {
        return convolutions("sequential-thresh", composite);
    }

    private static long convolutions(String canonizer, String composite) {
        AttributionProgram program = compile(canonizer, composite);
        return program.tensors().count(Op.CONVOLUTION) + program.tensors().count(Op.CONVOLUTION_GRADIENT);
    }

    @Test
    void epsilonTakesTwoPerLayer() {
        assertThat(convolutions("epsilon")).isEqualTo(2 * 121);
    }

    @Test
    void epsilonPlusTakesFourWhereInputsHaveBothSignsAndThreeElsewhere() {
        int bothSigns = 1 + 58 + 3;
        int oneSign = 58;
        int classifier = 2;
        assertThat(convolutions("epsilon-plus")).isEqualTo(4 * bothSigns + 3 * oneSign + classifier);
    }

    @Test
    void flatTakesOneBackwardsAndNoneForItsDenominator() {
        assertThat(convolutions("epsilon-plus-flat")).isEqualTo(convolutions("epsilon-plus") - 2);
    }

    @Test
    void untangledTakesNoMoreThanThresholdsAlthoughItHasACopyForEveryPairOfLayers() {
        assertThat(convolutions("untangled", "epsilon-plus"))
                .isLessThanOrEqualTo(convolutions("sequential-thresh", "epsilon-plus"))
                .isLessThanOrEqualTo(361 + 61 + 2);
    }

    @Test
    void multiplyAddsOfTheForwardPassAreThoseOfTheNetwork() {
        // 2.834e9 of torchvision's densenet121 at 224 x 224, counted layer by layer
        assertThat(compile("epsilon").tensors().multiplyAdds(AttributionCompiler.LOGITS))
                .isBetween(2_830_000_000L, 2_840_000_000L);
    }

    @Test
    void epsilonTakesTwiceTheMultiplyAddsOfTheForwardPass() {
        TensorProgram program = compile("epsilon").tensors();
        assertThat(program.multiplyAdds()).isEqualTo(2 * program.multiplyAdds(AttributionCompiler.LOGITS));
    }

    @Test
    void printsNoProcessorOperatorsForGpus() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TorchScriptArchive.write(compile("epsilon-gamma-box"), Target.CUDA, archive);
        assertThat(archive.toString(StandardCharsets.ISO_8859_1))
                .contains("torch.conv2d(", "torch.conv_transpose2d(")
                .doesNotContain("mkldnn");
    }
}

package io.lrpspark.lrp.canonize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lrpspark.lrp.RandomDenseNet;
import io.lrpspark.lrp.graph.BatchNorm;
import io.lrpspark.lrp.graph.ConstantMap;
import io.lrpspark.lrp.graph.Convolution;
import io.lrpspark.lrp.graph.ConvolutionCopy;
import io.lrpspark.lrp.graph.GlobalAveragePool;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Kernel;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.graph.Role;
import io.lrpspark.lrp.graph.Threshold;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.registry.UnknownNameException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonizersTest {
    private static final Graph ORIGINAL =
            DenseNet.graph(DenseNetWeights.of(RandomDenseNet.of(3, 2, List.of(2, 2), 4, 2, 3)), 32, 24);

    private static List<Node> nodes(Graph graph, NodeKind kind) {
        return graph.nodes().stream().filter(node -> node.kind() == kind).toList();
    }

    @Test
    void noneChangesNothing() {
        assertThat(Canonizers.named("none").apply(ORIGINAL).nodes()).isEqualTo(ORIGINAL.nodes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential-thresh", "thresh-sequential", "sequential-thresh-pass", "untangled"})
    void noBatchNormIsLeft(String canonizer) {
        assertThat(nodes(Canonizers.named(canonizer).apply(ORIGINAL), NodeKind.BATCH_NORM))
                .isEmpty();
    }

    @Test
    void mergesABatchNormIntoTheConvolutionBeforeIt() {
        Convolution before = (Convolution) ORIGINAL.node("features.conv0");
        BatchNorm norm = (BatchNorm) ORIGINAL.node("features.norm0");
        Convolution merged = (Convolution)
                Canonizers.named("sequential-thresh").apply(ORIGINAL).node("features.conv0");
        assertThat(merged.bias()).isEqualTo(norm.shift());
        assertThat(merged.kernel().values()[0]).isEqualTo(before.kernel().values()[0] * norm.scale()[0]);
    }

    @Test
    void aThresholdStandsForBatchNormAndRelu() {
        Graph canonized = Canonizers.named("sequential-thresh").apply(ORIGINAL);
        assertThat(canonized.node("features.denseblock1.denselayer1.norm1")).isInstanceOf(Threshold.class);
        assertThat(canonized.node("features.denseblock1.denselayer1.conv1").inputs())
                .containsExactly("features.denseblock1.denselayer1.norm1");
    }

    @Test
    void paddedConvolutionsGetTheirConstantAsAMapBehindThem() {
        Graph canonized = Canonizers.named("thresh-sequential").apply(ORIGINAL);
        Node map = canonized.node("features.denseblock1.denselayer1.conv2.constant");
        assertThat(map).isInstanceOf(ConstantMap.class);
        assertThat(((Convolution) canonized.producer(map)).bias()).containsOnly(0);
    }

    @Test
    void untangledConsumersHaveTheirOwnCopiesOfTheLayersBeforeThem() {
        Graph canonized = Canonizers.named("untangled").apply(ORIGINAL);
        BatchNorm norm = (BatchNorm) ORIGINAL.node("features.transition1.norm");
        ConvolutionCopy copies = (ConvolutionCopy) canonized.node("features.transition1.norm@layers");
        assertThat(canonized.producer(copies).inputs())
                .containsExactly("features.denseblock1.denselayer1.conv2", "features.denseblock1.denselayer2.conv2");
        assertThat(copies.scale()).containsExactly(Arrays.copyOfRange(norm.scale(), 4, 8));
        assertThat(canonized.onlyConsumer(copies).orElseThrow().role()).isEqualTo(Role.COPIED);
    }

    @Test
    void untangledTransitionsArePooledInEachCopy() {
        Graph canonized = Canonizers.named("untangled").apply(ORIGINAL);
        Node shared = canonized.node("features.transition1.conv");
        assertThat(shared.kind()).isEqualTo(NodeKind.SHARED_CONVOLUTION);
        assertThat(canonized.consumers(shared))
                .hasSize(3)
                .allMatch(copy -> canonized.onlyConsumer(copy).orElseThrow().kind() == NodeKind.AVERAGE_POOL);
    }

    @Test
    void theGlobalPoolBecomesALayer() {
        Graph canonized = Canonizers.named("sequential-thresh").apply(ORIGINAL);
        assertThat(((GlobalAveragePool) canonized.node("avgpool")).role()).isEqualTo(Role.LAYER);
    }

    @Test
    void aBatchNormThatIsZeroBecomesAConstant() {
        Threshold threshold =
                new Threshold("t", "x", new double[] {0, 2}, new double[] {3, 3}, Threshold.Inactive.STOP);
        assertThat(threshold.thresholds()).containsExactly(0, -1.5);
        assertThat(threshold.remainder()).containsExactly(3, 3);
        Kernel kernel = new Kernel(1, 2, 1, 1, new double[] {5, 7});
        assertThat(kernel.applyToConstants(threshold.remainder())[0]).isCloseTo(36, within(1e-12));
    }

    @Test
    void aBatchNormThatIsAlmostZeroBecomesAConstantToo() {
        Threshold threshold =
                new Threshold("t", "x", new double[] {1e-38, 1e-38}, new double[] {3, 1e-38}, Threshold.Inactive.STOP);
        assertThat(threshold.scale()).containsExactly(0, 1e-38);
        assertThat(threshold.thresholds()).containsExactly(0, -1);
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestKnownOne() {
        assertThatThrownBy(() -> Canonizers.named("sequential-tresh"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("sequential-thresh");
    }
}

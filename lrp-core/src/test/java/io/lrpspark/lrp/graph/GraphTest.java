package io.lrpspark.lrp.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.RandomDenseNet;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
    private static final DenseNetWeights WEIGHTS =
            DenseNetWeights.of(RandomDenseNet.of(7, 2, List.of(1, 1, 1), 4, 2, 3));

    @Test
    void infersShapesOfNonSquareInputs() {
        Graph graph = DenseNet.graph(WEIGHTS, 64, 49);
        assertThat(graph.shape("features.conv0")).isEqualTo(new Shape(4, 32, 25));
        assertThat(graph.shape("features.pool0")).isEqualTo(new Shape(4, 16, 13));
        assertThat(graph.shape("features.transition1.pool")).isEqualTo(new Shape(3, 8, 6));
        assertThat(graph.classes()).isEqualTo(3);
    }

    @Test
    void anInputTooSmallToPoolIsRefusedWithTheLayerThatCannot() {
        assertThatThrownBy(() -> DenseNet.graph(WEIGHTS, 8, 8))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("features.transition2.pool slides a 2x2 window over a map of 1x1")
                .hasMessageContaining("give it larger images");
    }

    @Test
    void namesAreUnique() {
        Input input = new Input("x", new Shape(1, 2, 2));
        assertThatThrownBy(() -> Graph.of(List.of(input, new Relu("x", "x", Role.LAYER))))
                .isInstanceOf(GraphException.class)
                .hasMessage("two nodes are named x");
    }

    @Test
    void inputsComeBeforeTheirConsumers() {
        Input input = new Input("x", new Shape(1, 2, 2));
        assertThatThrownBy(() -> Graph.of(List.of(input, new Relu("y", "z", Role.LAYER))))
                .isInstanceOf(GraphException.class)
                .hasMessage("y takes z, which does not come before it");
    }

    @Test
    void channelsThatDoNotFitAreRefused() {
        Input input = new Input("x", new Shape(3, 2, 2));
        BatchNorm norm = new BatchNorm("norm", "x", new double[4], new double[4], Role.LAYER);
        assertThatThrownBy(() -> Graph.of(List.of(input, norm)))
                .isInstanceOf(GraphException.class)
                .hasMessage("norm gets an input of shape [3, 2, 2], expected 4 channels");
    }
}

package io.lrpspark.lrp.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.Golden;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.checkpoint.StateDict;
import io.lrpspark.lrp.checkpoint.Weight;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstNonFiniteTest {
    private static final int SIDE = 32;
    private static final Set<String> HUGE = Set.of("classifier.weight", "features.transition1.conv.weight");

    /** A network in which two layers have weights that float32 holds, but not their product. */
    private static AttributionBatch attribute(String composite, double factor) {
        StateDict weights = Checkpoint.read(Golden.file("tiny-a/tiny-a.pth"));
        Map<String, Weight> changed = new LinkedHashMap<>();
        for (String name : weights.names()) {
            Weight weight = weights.find(name).orElseThrow();
            changed.put(
                    name,
                    HUGE.contains(name)
                            ? new Weight(
                                    weight.shape(),
                                    Arrays.stream(weight.values())
                                            .map(element -> element * factor)
                                            .toArray())
                            : weight);
        }
        Graph graph = DenseNet.graph(DenseNetWeights.of(StateDict.of(changed)), SIDE, SIDE);
        AttributionProgram program = AttributionCompiler.compile(
                Composites.parse(composite, new InputRange(List.of(-3.0), List.of(3.0)))
                        .assign(Canonizers.named("none").apply(graph)),
                CompileOptions.standard());
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            float[] image = new float[3 * SIDE * SIDE];
            Arrays.fill(image, 1);
            return attributor.attribute(image, 1, new int[][] {{0}});
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epsilon-plus", "gradient"})
    void namesNoLayerWhereAllRelevanceIsFinite(String composite) {
        assertThat(attribute(composite, 1).firstNonFinite(0, 0)).isEmpty();
    }

    @Test
    void namesTheLayerBehindWhichAGradientOverflows() {
        AttributionBatch batch = attribute("gradient", 1e25);
        assertThat(batch.firstNonFinite(0, 0)).hasValue("features.transition1.relu");
        assertThat(batch.ledger(0, 0)).isEmpty();
    }
}

package io.lrpspark.lrp.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.lrpspark.lrp.RandomDenseNet;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
    private static final DenseNetWeights DENSENET_121 =
            DenseNetWeights.of(RandomDenseNet.of(1, 32, List.of(6, 12, 24, 16), 64, 4, 1000));

    private static MemoryEstimate estimate(String composite, Precision precision, int size) {
        return MemoryEstimate.of(AttributionCompiler.compile(
                Composites.parse(composite, new InputRange(List.of(-2.0), List.of(2.0)))
                        .assign(Canonizers.named("sequential-thresh").apply(DenseNet.graph(DENSENET_121, size, size))),
                precision,
                Seed.ONE_HOT,
                Map.of()));
    }

    @Test
    void isNearWhatWasMeasuredForDenseNet121() {
        // scripts/bench: 93 MB an image in batches of 8
        assertThat(estimate("epsilon-plus", Precision.FLOAT32, 224).imageBytes())
                .isCloseTo(93_000_000L, withPercentage(16));
    }

    @Test
    void growsWithTheArea() {
        assertThat(estimate("epsilon-plus", Precision.FLOAT32, 448).imageBytes())
                .isCloseTo(4 * estimate("epsilon-plus", Precision.FLOAT32, 224).imageBytes(), withPercentage(2));
    }

    @Test
    void doublePrecisionTakesTwiceTheParameters() {
        assertThat(estimate("epsilon", Precision.FLOAT64, 224).parameterBytes())
                .isEqualTo(2 * estimate("epsilon", Precision.FLOAT32, 224).parameterBytes());
    }

    @Test
    void everyCallerHasItsOwnBatchAndAllShareTheParameters() {
        assertThat(new MemoryEstimate(1_000, 100).bytes(2, 8)).isEqualTo(1_000 + 2 * 8 * 100);
    }
}

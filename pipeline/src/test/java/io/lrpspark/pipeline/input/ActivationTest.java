package io.lrpspark.pipeline.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ActivationTest {
    @Property
    void softmaxSumsToOne(@ForAll @Size(min = 1, max = 20) @FloatRange(min = -1000, max = 1000) float[] logits) {
        assertThat(Arrays.stream(Activation.SOFTMAX.probabilities(logits)).sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void sigmoidOfZeroIsOneHalf() {
        assertThat(Activation.SIGMOID.probabilities(new float[] {0, 1000, -1000}))
                .containsExactly(0.5, 1, 0);
    }

    @Test
    void refusesAnotherName() {
        assertThatThrownBy(() -> Activation.parse("relu"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'relu': expected softmax or sigmoid");
    }
}

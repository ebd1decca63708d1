package io.lrpspark.pipeline.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetSpecTest {
    private static final ClassNames CLASSES = ClassNames.parse("names", "cat\ndog");

    @ParameterizedTest
    @ValueSource(strings = {"predicted", "label", "positives", "437", "class:tabby cat", "top:5"})
    void readsWhatItWrites(String text) {
        assertThat(TargetSpec.parse(text)).hasToString(text);
    }

    @Test
    void readsAClassNameAfterASpace() {
        assertThat(TargetSpec.parse("class dog")).isEqualTo(new TargetSpec.ClassName("dog"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "top:0", "top:", "-1", "lable", "1.5", "99999999999"})
    void refusesWhatIsNoTarget(String text) {
        assertThatThrownBy(() -> TargetSpec.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("unknown target '" + text + "'");
    }

    @Test
    void findsAClassByName() {
        assertThat(TargetSpec.resolve(new TargetSpec.ClassName("dog"), CLASSES, Activation.SOFTMAX))
                .isEqualTo(new TargetSpec.ClassIndex(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "class:bird", "top:3", "positives"})
    void refusesWhatTheModelDoesNotHave(String text) {
        TargetSpec target = TargetSpec.parse(text);

        assertThatThrownBy(() -> TargetSpec.resolve(target, CLASSES, Activation.SOFTMAX))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("target")
                .hasMessageContaining("expected");
    }
}

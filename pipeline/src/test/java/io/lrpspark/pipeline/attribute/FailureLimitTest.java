package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.input.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureLimitTest {
    @Test
    void allowsItsShareOfTheImages() {
        assertThat(FailureLimit.parse("5%").isExceeded(5, 100)).isFalse();
        assertThat(FailureLimit.parse("5%").isExceeded(6, 100)).isTrue();
    }

    @Test
    void allowsItsNumberOfImages() {
        assertThat(FailureLimit.parse("3").isExceeded(3, 4)).isFalse();
        assertThat(FailureLimit.parse("3").isExceeded(4, 4)).isTrue();
    }

    @Test
    void allowsNothingIfItIsZero() {
        assertThat(FailureLimit.parse("0").isExceeded(1, 1000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "17", "5%", "0.5%"})
    void readsWhatItWrites(String text) {
        assertThat(FailureLimit.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5 %", "-1", "101%", "1.5", "many"})
    void refusesWhatIsNoLimit(String text) {
        assertThatThrownBy(() -> FailureLimit.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + text + "'");
    }
}

package io.lrpspark.pipeline.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.input.UsageException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {
    @Test
    void isMadeOfTheTime() {
        Clock clock = Clock.fixed(Instant.parse("2026-03-04T05:06:07.008Z"), ZoneOffset.UTC);

        assertThat(RunId.of(clock)).hasToString("run-20260304-050607-008");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026", "a/b", "a b", "a=b", "..", "é", "a:b"})
    void refusesWhatIsNoNameOfAPartition(String value) {
        assertThatThrownBy(() -> new RunId(value))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + value + "'");
    }
}

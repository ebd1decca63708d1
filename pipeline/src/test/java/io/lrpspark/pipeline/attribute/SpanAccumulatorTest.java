package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpanAccumulatorTest {
    private static SpanAccumulator of(long... instants) {
        SpanAccumulator span = new SpanAccumulator();
        for (long instant : instants) {
            span.add(instant);
        }
        return span;
    }

    @Test
    void reachesFromTheFirstToTheLastInstantOfAllTasks() {
        SpanAccumulator span = of(50, 70);

        span.merge(of(60, 90));
        span.merge(of());

        assertThat(span.value()).hasValue(Duration.ofMillis(40));
        assertThat(span.start()).hasValue(Instant.ofEpochMilli(50));
    }

    @Test
    void hasNoLengthBeforeAnythingIsReported() {
        assertThat(of().value()).isEmpty();
        assertThat(of().isZero()).isTrue();
    }
}

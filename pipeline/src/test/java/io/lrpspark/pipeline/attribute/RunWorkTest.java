package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunWorkTest {
    private static RunWork of(double taskSeconds) {
        return new RunWork(1, 0, 0, Optional.empty(), 0, 0, 0, taskSeconds, 0, List.of());
    }

    @Test
    void namesTheLongestStepOfTheBusiestThread() {
        assertThat(of(100).bottleneck(Map.of(
                        "read",
                        40.0,
                        "decode",
                        25.0,
                        "preprocess",
                        5.0,
                        "attribute",
                        60.0,
                        "describe",
                        1.0,
                        "write",
                        2.0)))
                .hasValue(new RunWork.Bottleneck("read", 0.7));
    }

    @Test
    void namesNoneWhereNothingWasDone() {
        assertThat(of(0).bottleneck(Map.of())).isEmpty();
    }
}

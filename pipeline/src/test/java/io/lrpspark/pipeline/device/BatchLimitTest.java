package io.lrpspark.pipeline.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchLimitTest {
    private final BatchLimit limit = new BatchLimit();

    @Test
    void takesWhatIsWantedUntilItDidNotFit() {
        assertThat(limit.of(64)).isEqualTo(64);
    }

    @Test
    void remembersThatABatchDidNotFit() {
        assertThat(limit.halve(64)).isTrue();

        assertThat(limit.of(64)).isEqualTo(32);
        assertThat(limit.of(8)).isEqualTo(8);
    }

    @Test
    void isHalvedOnceByTasksThatMeetTheSameTogether() {
        assertThat(limit.halve(64)).isTrue();
        assertThat(limit.halve(64)).isFalse();

        assertThat(limit.of(64)).isEqualTo(32);
    }

    @Test
    void goesDownToSingleImages() {
        assertThat(limit.halve(3)).isTrue();

        assertThat(limit.of(3)).isEqualTo(1);
    }
}

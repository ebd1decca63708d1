package io.lrpspark.lrp.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
    private static final MemoryEstimate ESTIMATE = new MemoryEstimate(1_000, 100);

    @Test
    void everyCallerHasItsOwnBatchAndAllShareTheParameters() {
        assertThat(ESTIMATE.bytes(2, 8)).isEqualTo(1_000 + 2 * 8 * 100);
    }

    @Test
    void theLargestBatchFitsAndOneMoreDoesNot() {
        int batch = ESTIMATE.largestBatch(3, 4_000);

        assertThat(ESTIMATE.bytes(3, batch)).isLessThanOrEqualTo(4_000);
        assertThat(ESTIMATE.bytes(3, batch + 1)).isGreaterThan(4_000);
    }

    @Test
    void nothingFitsWhereTheParametersDoNot() {
        assertThat(ESTIMATE.largestBatch(1, 999)).isZero();
    }
}

package io.lrpspark.pipeline.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.program.MemoryEstimate;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MemoryRoomTest {
    private static final long MB = 1 << 20;

    /** About a DenseNet-121. */
    private static final MemoryEstimate ESTIMATE = new MemoryEstimate(64 * MB, 90 * MB);

    private static MemoryRoom executors(String... keysAndValues) {
        SparkConf configuration = new SparkConf(false);
        for (int index = 0; index < keysAndValues.length; index += 2) {
            configuration.set(keysAndValues[index], keysAndValues[index + 1]);
        }
        return MemoryRoom.ofExecutors(configuration, 2);
    }

    @Test
    void isTheOverheadOfAnExecutor() {
        assertThat(executors("spark.executor.memoryOverhead", "2g").bytes()).isEqualTo(2048 * MB);
        assertThat(executors("spark.executor.memoryOverhead", "700").bytes()).isEqualTo(700 * MB);
    }

    @Test
    void isSparksDefaultWhereNoneIsSet() {
        assertThat(executors().bytes()).isEqualTo(384 * MB);
        assertThat(executors("spark.executor.memory", "10g").bytes()).isEqualTo(1024 * MB);
        assertThat(executors("spark.executor.memory", "10g", "spark.executor.memoryOverheadFactor", "0.3")
                        .bytes())
                .isEqualTo(3072 * MB);
    }

    @Test
    void leavesABatchThatFits() {
        assertThat(executors("spark.executor.memoryOverhead", "4g").fit(ESTIMATE, 8, 1000))
                .isEqualTo(new BatchFit(8, Optional.empty()));
    }

    @Test
    void takesTheLargestPowerOfTwoThatFits() {
        MemoryRoom room = executors("spark.executor.memoryOverhead", "2100m");

        assertThat(room.fit(ESTIMATE, 12, 1000).size()).isEqualTo(8);
        assertThat(room.fit(ESTIMATE, 16, 1000).size()).isEqualTo(8);
        assertThat(room.fit(ESTIMATE, 9, 1000).size()).isEqualTo(9);
    }

    @Test
    void saysWhatWouldBeNeededAndWhatToSet() {
        assertThat(executors("spark.executor.memoryOverhead", "1g").fit(ESTIMATE, 8, 1000))
                .isEqualTo(new BatchFit(
                        2,
                        Optional.of("batch size 8 would need about 1904 MB beside the heap (2 × 8 images of 90 MB,"
                                + " 464 MB for program and process), but spark.executor.memoryOverhead has 1024 MB:"
                                + " batches of 2 are taken; set it to 1904m")));
    }

    @Test
    void triesSingleImagesThatMayNotFit() {
        BatchFit fit = executors().fit(ESTIMATE, 8, 1000);

        assertThat(fit.size()).isEqualTo(1);
        assertThat(fit.warning().orElseThrow()).contains("not even single images may fit");
    }

    @Test
    void neverTakesLessOfWhatNeedsLittle() {
        MemoryRoom full = MemoryRoom.ofExecutorsMachine(new MachineMemory(0, 0), 2, 1);

        assertThat(full.fit(new MemoryEstimate(MB, MB), 64, 1000)).isEqualTo(new BatchFit(64, Optional.empty()));
    }

    @Test
    void countsAllSlotsWhereTheImagesAreBeyondCounting() {
        MemoryRoom room = executors("spark.executor.memoryOverhead", "1300m");

        assertThat(room.fit(ESTIMATE, 8, Long.MAX_VALUE).size()).isEqualTo(4);
    }

    @Test
    void countsNoSlotsThatFewImagesLeaveIdle() {
        MemoryRoom room = executors("spark.executor.memoryOverhead", "1300m");

        assertThat(room.fit(ESTIMATE, 8, 8).size()).isEqualTo(8);
        assertThat(room.fit(ESTIMATE, 8, 9).size()).isEqualTo(4);
        assertThat(room.fit(ESTIMATE, 8, Long.MAX_VALUE).size()).isEqualTo(4);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isWhatTheMachineHasLeft() {
        MemoryRoom room = MemoryRoom.ofThisMachine(2).orElseThrow();

        assertThat(room.bytes()).isBetween(0L, 1L << 50);
        assertThat(room.fit(new MemoryEstimate(1 << 20, 1L << 50), 8, 1000)
                        .warning()
                        .orElseThrow())
                .contains("this machine has")
                .contains("--master local[1]");
    }
}

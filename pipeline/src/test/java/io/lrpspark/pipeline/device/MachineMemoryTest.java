package io.lrpspark.pipeline.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineMemoryTest {
    @Test
    void isWhatHeapsThatHaveGrownToTheirLimitLeave() {
        assertThat(new MachineMemory(10_000, 2_000).of(1)).isEqualTo(8_000);
    }

    @Test
    void isSharedByProcessesThatAllHaveAHeap() {
        assertThat(new MachineMemory(10_000, 2_000).of(3)).isEqualTo(4_000 / 3);
    }

    @Test
    void isAPartOfWhatIsFreeWhereHeapsMayTakeMoreThanThat() {
        assertThat(new MachineMemory(10_000, 20_000).of(1)).isEqualTo(2_500);
        assertThat(new MachineMemory(10_000, 20_000).of(2)).isEqualTo(1_250);
    }
}

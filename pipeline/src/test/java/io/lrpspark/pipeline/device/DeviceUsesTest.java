package io.lrpspark.pipeline.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceUsesTest {
    private static DeviceUse task(String executor, String device, long loaded, int batchSize, long halvings) {
        return new DeviceUse(executor, device, loaded, loaded * 1000, 1, 20, batchSize, halvings, "");
    }

    @Test
    void addUpWhatTheTasksOfAnExecutorDidOnADevice() {
        DeviceUses first = new DeviceUses();
        first.add(task("1", "cuda:0", 1, 8, 0));
        first.add(task("1", "cuda:1", 1, 8, 0));
        DeviceUses second = new DeviceUses();
        second.add(task("1", "cuda:0", 0, 4, 1));
        second.add(task("0", "cuda:0", 1, 8, 0));

        first.merge(second);

        assertThat(first.value())
                .containsExactly(
                        new DeviceUse("0", "cuda:0", 1, 1000, 1, 20, 8, 0, ""),
                        new DeviceUse("1", "cuda:0", 1, 1000, 2, 40, 4, 1, ""),
                        new DeviceUse("1", "cuda:1", 1, 1000, 1, 20, 8, 0, ""));
    }

    @Test
    void areEmptyAgainInAnotherTask() {
        DeviceUses uses = new DeviceUses();
        uses.add(task("1", "cpu", 1, 8, 0));

        assertThat(uses.copyAndReset().isZero()).isTrue();
        assertThat(uses.copy().value()).hasSize(1);
    }
}

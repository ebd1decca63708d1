package io.lrpspark.pipeline.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.pipeline.input.UsageException;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
    private static final Function<ComputeDevice, Optional<String>> USABLE = device -> Optional.empty();
    private static final Function<ComputeDevice, Optional<String>> UNUSABLE = device -> Optional.of("no driver");
    private static final DeviceChoice CPU = new DeviceChoice(ComputeDevice.cpu(), Optional.empty(), false);

    private static DeviceChoice ofAssigned(
            DeviceRequest request, String address, Function<ComputeDevice, Optional<String>> problem) {
        return DeviceChoice.ofAssigned(
                request, Optional.ofNullable(address).map(GpuAddress::new), Optional.empty(), problem);
    }

    @Test
    void takesTheAssignedGpu() {
        DeviceChoice third = new DeviceChoice(ComputeDevice.cuda(3), Optional.empty(), false);

        assertThat(ofAssigned(DeviceRequest.AUTO, "3", USABLE)).isEqualTo(third);
        assertThat(ofAssigned(DeviceRequest.CUDA, "3", USABLE)).isEqualTo(third);
    }

    @Test
    void takesTheProcessorIfAskedTo() {
        assertThat(ofAssigned(DeviceRequest.CPU, "3", USABLE)).isEqualTo(CPU);
        assertThat(DeviceChoice.ofThisProcess(DeviceRequest.CPU, USABLE)).isEqualTo(CPU);
    }

    @Test
    void saysWhyAnAssignedGpuIsLeftAlone() {
        DeviceChoice choice = ofAssigned(DeviceRequest.AUTO, "3", UNUSABLE);

        assertThat(choice.device()).isEqualTo(ComputeDevice.cpu());
        assertThat(choice.warning()).contains("Spark assigned GPU 3, but no driver");
    }

    @Test
    void takesTheProcessorWhereNobodyKnowsTheAssignedGpu() {
        DeviceChoice choice = ofAssigned(DeviceRequest.AUTO, "GPU-1f2e", USABLE);

        assertThat(choice.device()).isEqualTo(ComputeDevice.cpu());
        assertThat(choice.warning().orElseThrow()).startsWith("Spark assigned GPU 'GPU-1f2e', which is none");
    }

    @Test
    void refusesAnAssignedGpuThatNobodyKnowsIfOneIsWanted() {
        assertThatThrownBy(() -> ofAssigned(DeviceRequest.CUDA, "GPU-1f2e", USABLE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Spark assigned GPU 'GPU-1f2e', which is none");
    }

    @Test
    void findsNothingToWarnOfWhereNoGpuIsAssigned() {
        DeviceChoice choice = ofAssigned(DeviceRequest.AUTO, null, USABLE);

        assertThat(choice.device()).isEqualTo(ComputeDevice.cpu());
        assertThat(choice.reason()).contains("Spark assigned the task no GPU");
        assertThat(choice.warning()).isEmpty();
    }

    @Test
    void refusesAGpuThatIsNotAssigned() {
        assertThatThrownBy(() -> ofAssigned(DeviceRequest.CUDA, null, USABLE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Spark assigned the task no GPU");
    }

    @Test
    void refusesAnAssignedGpuThatCannotBeUsed() {
        assertThatThrownBy(() -> ofAssigned(DeviceRequest.CUDA, "3", UNUSABLE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Spark assigned GPU 3, but no driver");
    }

    @Test
    void takesTheFirstGpuWhereNobodyAssignsAny() {
        DeviceChoice first = new DeviceChoice(ComputeDevice.cuda(0), Optional.empty(), false);

        assertThat(DeviceChoice.ofThisProcess(DeviceRequest.AUTO, USABLE)).isEqualTo(first);
        assertThat(DeviceChoice.ofThisProcess(DeviceRequest.CUDA, USABLE)).isEqualTo(first);
    }

    @Test
    void takesTheProcessorOfAMachineWithoutGpu() {
        DeviceChoice choice = DeviceChoice.ofThisProcess(DeviceRequest.AUTO, UNUSABLE);

        assertThat(choice.device()).isEqualTo(ComputeDevice.cpu());
        assertThat(choice.reason()).contains("no driver");
        assertThat(choice.warning()).isEmpty();
    }

    @Test
    void refusesAMachineWithoutGpuIfOneIsWanted() {
        assertThatThrownBy(() -> DeviceChoice.ofThisProcess(DeviceRequest.CUDA, UNUSABLE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("device cuda cannot be used: no driver")
                .hasMessageContaining("--device auto");
    }
}

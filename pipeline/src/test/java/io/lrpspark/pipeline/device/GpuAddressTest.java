package io.lrpspark.pipeline.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.attribute.ComputeDevice;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuAddressTest {
    @ParameterizedTest(name = "{0} among {1}")
    @CsvSource(
            delimiter = '|',
            value = {"3 | | 3", "3 | 2,3 | 1", "5 | 5 | 0", "GPU-b | GPU-a, GPU-b | 1", "1 | GPU-a,GPU-b | 1"})
    void isThePlaceAmongTheGpusThatTheProcessSees(String address, String visible, int index) {
        assertThat(new GpuAddress(address).device(Optional.ofNullable(visible))).hasValue(ComputeDevice.cuda(index));
    }

    @ParameterizedTest(name = "{0} among {1}")
    @CsvSource(
            delimiter = '|',
            value = {"4 | 2,3", "0 | 2,3", "2 | GPU-a,GPU-b", "GPU-c | GPU-a,GPU-b", "GPU-a | "})
    void isNoneThatTheProcessSees(String address, String visible) {
        assertThat(new GpuAddress(address).device(Optional.ofNullable(visible))).isEmpty();
    }

    @Test
    void saysWhatTheProcessSees() {
        assertThat(new GpuAddress("4").unknown(Optional.of("2,3")))
                .contains("GPU '4'")
                .contains("CUDA_VISIBLE_DEVICES is '2,3'");
    }
}

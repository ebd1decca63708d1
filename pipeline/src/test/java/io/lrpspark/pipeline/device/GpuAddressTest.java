package io.lrpspark.pipeline.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.pipeline.input.UsageException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuAddressTest {
    @ParameterizedTest(name = "{0} among {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | | 3",
                "3 | 2,3 | 1",
                "0 | 2,3 | 0",
                "5 | 5 | 0",
                "GPU-b | GPU-a, GPU-b | 1",
                "1 | GPU-a,GPU-b | 1"
            })
    void isThePlaceAmongTheGpusThatTheProcessSees(String address, String visible, int index) {
        assertThat(new GpuAddress(address).device(Optional.ofNullable(visible))).isEqualTo(ComputeDevice.cuda(index));
    }

    @Test
    void isRefusedWhereTheProcessDoesNotSeeIt() {
        assertThatThrownBy(() -> new GpuAddress("4").device(Optional.of("2,3")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("GPU '4'")
                .hasMessageContaining("CUDA_VISIBLE_DEVICES is '2,3'");
    }

    @Test
    void isRefusedIfItIsNoNumberAndNoListSaysWhichItIs() {
        assertThatThrownBy(() -> new GpuAddress("GPU-a").device(Optional.empty()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("GPU 'GPU-a'");
    }
}

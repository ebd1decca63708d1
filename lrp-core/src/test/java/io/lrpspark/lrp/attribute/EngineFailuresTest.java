package io.lrpspark.lrp.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine says when it fails. */
class EngineFailuresTest {
    private static RuntimeException said(String message) {
        return new RuntimeException("The following operation failed in the TorchScript interpreter.\n" + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB",
                "RuntimeError: CUDA error: out of memory",
                "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                "RuntimeError: CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
                "RuntimeError: cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
                "RuntimeError: [enforce fail at alloc_cpu.cpp:119] . DefaultCPUAllocator: can't allocate memory"
            })
    void areForWantOfMemory(String message) {
        assertThat(DeviceMemoryException.isCauseOf(said(message))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RuntimeError: CUDA error: an illegal memory access was encountered",
                "RuntimeError: CUDA error: device-side assert triggered",
                "RuntimeError: CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm(handle)`",
                "RuntimeError: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"
            })
    void areThoseOfADeviceThatIsBroken(String message) {
        assertThat(DeviceMemoryException.isCauseOf(said(message))).isFalse();
        assertThat(BrokenDeviceException.isCauseOf(said(message))).isTrue();
        assertThat(new BrokenDeviceException(ComputeDevice.cuda(1), said(message)))
                .hasMessageStartingWith(
                        "cuda:1 failed and may not be used any more by this process: " + message + ": ");
    }

    @Test
    void areThoseOfAnInputOtherwise() {
        RuntimeException failure = said("RuntimeError: index 7 is out of bounds");

        assertThat(DeviceMemoryException.isCauseOf(failure)).isFalse();
        assertThat(BrokenDeviceException.isCauseOf(failure)).isFalse();
    }
}

package io.lrpspark.lrp.attribute;

import java.util.List;

/**
 * A GPU, or one of its libraries, failed otherwise than for want of memory. After most such failures every further call of the process on
 * this GPU fails as well, whatever it is about: only another process can go on.
 */
public final class BrokenDeviceException extends AttributionException {
    private static final long serialVersionUID = 1L;

    /** What libtorch says; there is no code for it. */
    private static final List<String> WORDS = List.of("CUDA error", "CUBLAS_STATUS_", "CUDNN_STATUS_", "cuDNN error");

    BrokenDeviceException(ComputeDevice device, Throwable cause) {
        super(
                device + " failed and may not be used any more by this process: " + EngineWords.line(cause, WORDS)
                        + ": expected it to compute, look at the GPU (nvidia-smi, the system's log), or take another",
                cause);
    }

    /** Whether a failure of the engine, which is none for want of memory, is the device's. */
    static boolean isCauseOf(Throwable failure) {
        return EngineWords.areIn(failure, WORDS);
    }
}

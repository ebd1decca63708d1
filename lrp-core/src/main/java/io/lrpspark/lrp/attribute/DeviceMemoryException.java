package io.lrpspark.lrp.attribute;

import java.util.List;

/**
 * The device, or for the processor the process, has not enough memory for what was asked of the engine. What the engine had is given back:
 * the same call with fewer images may succeed.
 */
public final class DeviceMemoryException extends AttributionException {
    private static final long serialVersionUID = 1L;

    /** What libtorch, its libraries and the C++ runtime say; there is no code for it. */
    private static final List<String> WORDS = List.of(
            "out of memory",
            "DefaultCPUAllocator: can't allocate memory",
            "DefaultCPUAllocator: not enough memory",
            "CUBLAS_STATUS_ALLOC_FAILED",
            // cuBLAS makes its handle at the first product, and says only this where a full GPU has no room for it
            "CUBLAS_STATUS_NOT_INITIALIZED",
            "CUDNN_STATUS_ALLOC_FAILED",
            "std::bad_alloc");

    DeviceMemoryException(ComputeDevice device, Throwable cause) {
        super("the memory for " + device + " does not suffice: " + EngineWords.line(cause, WORDS), cause);
    }

    /** Whether a failure of the engine is one for want of memory. */
    static boolean isCauseOf(Throwable failure) {
        return EngineWords.areIn(failure, WORDS);
    }
}

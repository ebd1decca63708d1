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
            "CUDNN_STATUS_ALLOC_FAILED",
            "std::bad_alloc");

    DeviceMemoryException(ComputeDevice device, Throwable cause) {
        super("the memory for " + device + " does not suffice: " + reason(cause), cause);
    }

    /** Whether a failure of the engine is one for want of memory. */
    static boolean isCauseOf(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return WORDS.stream().anyMatch(message::contains);
    }

    /** The line that says it: before it the engine shows where in the program it was. */
    private static String reason(Throwable cause) {
        return cause.getMessage()
                .lines()
                .filter(line -> WORDS.stream().anyMatch(line::contains))
                .findFirst()
                .orElse("")
                .strip();
    }
}

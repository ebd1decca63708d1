package io.lrpspark.lrp.attribute;

import java.util.List;
import java.util.Locale;

/** Tells whether the engine failed because a device had no memory left, which a smaller batch may mend. */
public final class OutOfMemory {
    /** What libtorch says: its CUDA allocator, CUDA and its libraries themselves, and its allocator for the processor. */
    private static final List<String> PHRASES = List.of(
            "cuda out of memory",
            "cuda error: out of memory",
            "cublas_status_alloc_failed",
            "cudnn_status_alloc_failed",
            "defaultcpuallocator: can't allocate memory",
            "defaultcpuallocator: not enough memory");

    private OutOfMemory() {}

    /** Whether this exception or one of its causes says so. */
    public static boolean isIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (PHRASES.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }
}

package io.lrpspark.lrp.array;

/** An {@code .npy} file that cannot be read or written; the message names the file and what was expected. */
public final class NpyException extends RuntimeException {

    NpyException(String message) {
        super(message);
    }

    NpyException(String message, Throwable cause) {
        super(message, cause);
    }
}

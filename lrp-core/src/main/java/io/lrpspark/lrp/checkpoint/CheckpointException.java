package io.lrpspark.lrp.checkpoint;

/** A file of weights that cannot be read or written; the message names the file, the value and what was expected. */
public final class CheckpointException extends RuntimeException {

    CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}

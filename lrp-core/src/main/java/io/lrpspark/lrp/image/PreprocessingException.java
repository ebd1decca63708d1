package io.lrpspark.lrp.image;

/** A preprocessing that cannot be: the message names the key, the value and what is expected. */
public final class PreprocessingException extends RuntimeException {
    PreprocessingException(String message) {
        super(message);
    }

    PreprocessingException(String message, Throwable cause) {
        super(message, cause);
    }
}

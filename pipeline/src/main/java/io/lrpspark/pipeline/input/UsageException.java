package io.lrpspark.pipeline.input;

/**
 * What was asked for cannot be done: a missing folder, an unknown column, a class that the model does not have.
 * The message is one sentence that names the value and what was expected; nothing has been computed yet.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence: the value, what was expected, what to do */
    public UsageException(String message) {
        super(message);
    }

    /**
     * @param message one sentence: the value, what was expected, what to do
     * @param cause what went wrong below
     */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}

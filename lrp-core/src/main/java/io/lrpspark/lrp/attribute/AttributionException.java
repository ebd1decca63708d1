package io.lrpspark.lrp.attribute;

/** The engine failed to load or run a program. */
public class AttributionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AttributionException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.lrpspark.lrp.attribute;

/** The engine failed to load or run a program. */
public final class AttributionException extends RuntimeException {
    public AttributionException(String message, Throwable cause) {
        super(message, cause);
    }
}

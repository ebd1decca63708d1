package io.lrpspark.lrp.image;

/** An image that cannot be used: the reason for machines, and one sentence that says what was found and expected. */
public final class ImageException extends Exception {
    /** Why an image cannot be used. */
    public enum Reason {
        /** There are no bytes. */
        EMPTY,
        /** The content is none of the known image formats. */
        NOT_AN_IMAGE,
        /** The file ends before the image does. */
        TRUNCATED,
        /** A side has zero pixels. */
        ZERO_SIZED,
        /** More pixels than {@link DecodeOptions#maxPixels()}; found out from the header, before decoding. */
        OVERSIZED,
        /** Fewer pixels than allowed, but more than the Java heap has room for at the moment. */
        OUT_OF_MEMORY,
        /** A known format in a variant that is not decoded here. */
        UNSUPPORTED,
        /** The content contradicts its own format. */
        CORRUPT
    }

    private final Reason reason;

    ImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    ImageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why the image cannot be used. */
    public Reason reason() {
        return reason;
    }
}

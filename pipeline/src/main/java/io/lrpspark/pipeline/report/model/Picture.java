package io.lrpspark.pipeline.report.model;

import java.util.Base64;

/**
 * An encoded picture.
 *
 * @param format its media type
 * @param bytes the file; owned by this record and not to be changed
 * @param width in pixels
 * @param height in pixels
 */
public record Picture(Format format, byte[] bytes, int width, int height) {
    /** How pictures are encoded. */
    public enum Format {
        /** Photographs and what is laid over them. */
        JPEG("image/jpeg"),
        /** Maps. */
        PNG("image/png");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    /** The picture itself as a URI. */
    public String dataUri() {
        return "data:" + format.mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}

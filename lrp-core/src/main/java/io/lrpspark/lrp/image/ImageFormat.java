package io.lrpspark.lrp.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The formats that are decoded, told apart by content. */
public enum ImageFormat {
    /** JPEG: baseline, extended and progressive with Huffman coding, 8 bits; grey, YCbCr, RGB, CMYK, YCCK. */
    JPEG,
    /** PNG: every color type and depth; of an animation, the default image. */
    PNG,
    /** WebP: lossy and lossless; of an animation, nothing (refused as unsupported). */
    WEBP;

    /** The format that the first bytes announce, if it is a known one. */
    static Optional<ImageFormat> of(byte[] encoded) {
        if (startsWith(encoded, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (startsWith(encoded, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (startsWith(encoded, 0, "RIFF") && startsWith(encoded, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] encoded, int offset, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        return encoded.length >= offset + expected.length
                && Arrays.equals(encoded, offset, offset + expected.length, expected, 0, expected.length);
    }
}

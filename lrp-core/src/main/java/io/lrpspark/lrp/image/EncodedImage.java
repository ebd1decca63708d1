package io.lrpspark.lrp.image;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** An encoded image whose structure was read and found whole; no pixel is decoded yet. */
interface EncodedImage {
    /** In pixels, not negative. */
    long width();

    /** In pixels, not negative. */
    long height();

    /** Where the EXIF data lies in the encoded bytes: a TIFF structure, without any prefix. */
    Optional<Range> exif();

    /** What decoding with these options makes worth a warning. */
    default Set<DecodedImage.Warning> warnings(SixteenBit sixteenBit) {
        return Set.of();
    }

    /**
     * Decodes the pixels.
     *
     * @throws IOException if the content contradicts the format; a library may throw unchecked exceptions instead
     */
    RgbImage decode(SixteenBit sixteenBit) throws IOException;

    /** A range of the encoded bytes. */
    record Range(int offset, int length) {}
}

package io.lrpspark.lrp.image;

import java.util.Set;

/**
 * A decoded image and what was noticed on the way.
 *
 * @param image the pixels
 * @param format the format the content was in
 * @param warnings what the user may want to know; mostly empty
 */
public record DecodedImage(RgbImage image, ImageFormat format, Set<Warning> warnings) {
    /** Something that the user may want to know about a decoded image. */
    public enum Warning {
        /** A grey image of 16 bits was clipped at level 255 (see {@link SixteenBit#CLIP}). */
        SIXTEEN_BIT_GREY_CLIPPED,
        /** The EXIF data asks for another orientation than the stored one, and was ignored. */
        ORIENTATION_IGNORED
    }

    /** Copies the warnings. */
    public DecodedImage {
        warnings = Set.copyOf(warnings);
    }
}

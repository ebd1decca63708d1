package io.lrpspark.lrp.image;

/**
 * How images are decoded. The defaults give what Pillow's {@code Image.open(f).convert('RGB')} gives.
 *
 * <p>Decoding takes 3 bytes per pixel for the result and, while it runs, 1 to 8 for the decoder's samples; a progressive
 * JPEG takes as much again outside of the heap. Choose the pixel limit by the memory and the number of threads.
 *
 * @param maxPixels the largest width times height that is decoded, 1 to {@value #LARGEST_MAX_PIXELS}; checked from the
 *     header, before memory is taken
 * @param orientation whether the EXIF orientation is applied
 * @param sixteenBit what becomes of grey images of 16 bits
 */
public record DecodeOptions(long maxPixels, Orientation orientation, SixteenBit sixteenBit) {
    /** The default pixel limit: 100 megapixels. */
    public static final long DEFAULT_MAX_PIXELS = 100_000_000;

    /** More pixels than this do not fit one Java array of RGB bytes. */
    public static final long LARGEST_MAX_PIXELS = 700_000_000;

    /** @throws IllegalArgumentException if the pixel limit is out of range */
    public DecodeOptions {
        if (maxPixels < 1 || maxPixels > LARGEST_MAX_PIXELS) {
            throw new IllegalArgumentException(
                    "the pixel limit is " + maxPixels + "; expected 1 to " + LARGEST_MAX_PIXELS);
        }
    }

    /** 100 megapixels at most, EXIF orientation ignored, 16-bit grey clipped. */
    public static DecodeOptions defaults() {
        return new DecodeOptions(DEFAULT_MAX_PIXELS, Orientation.IGNORE, SixteenBit.CLIP);
    }

    /** These options with another pixel limit. */
    public DecodeOptions withMaxPixels(long limit) {
        return new DecodeOptions(limit, orientation, sixteenBit);
    }

    /** These options with another treatment of the EXIF orientation. */
    public DecodeOptions withOrientation(Orientation other) {
        return new DecodeOptions(maxPixels, other, sixteenBit);
    }

    /** These options with another treatment of 16-bit grey. */
    public DecodeOptions withSixteenBit(SixteenBit other) {
        return new DecodeOptions(maxPixels, orientation, other);
    }
}

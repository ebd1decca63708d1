package io.lrpspark.lrp.image;

/** What becomes of grey images of 16 bits (color images of 16 bits always keep their high bytes, as in Pillow). */
public enum SixteenBit {
    /** Levels above 255 become 255, as Pillow's {@code convert('RGB')} does: most images turn nearly white. */
    CLIP,
    /** Levels 0 to 65535 are scaled to 0 to 255, rounded to the nearest. */
    SCALE
}

package io.lrpspark.lrp.image;

/**
 * A size in pixels.
 *
 * @param height 1 to {@value #LARGEST_SIDE}
 * @param width 1 to {@value #LARGEST_SIDE}
 */
public record ImageSize(int height, int width) {
    /** The longest side a preprocessed image can have. */
    public static final int LARGEST_SIDE = 8192;

    /** @throws PreprocessingException if a side is out of range */
    public ImageSize {
        requireSide(height);
        requireSide(width);
    }

    static void requireSide(int side) {
        if (side < 1 || side > LARGEST_SIDE) {
            throw new PreprocessingException(
                    "a side of " + side + " pixels is out of range; expected 1 to " + LARGEST_SIDE);
        }
    }

    /** {@code 224} for a square, {@code 224x192} (height x width) otherwise. */
    String text() {
        return height == width ? Integer.toString(height) : height + "x" + width;
    }
}

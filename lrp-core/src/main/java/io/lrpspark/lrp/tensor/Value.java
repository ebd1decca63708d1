package io.lrpspark.lrp.tensor;

import java.util.List;

/**
 * The result of an operation.
 *
 * @param id position of its operation in the program
 * @param shape dimensions; without the batch dimension if {@link Extent#PER_IMAGE}
 * @param extent constant, or one per image
 * @param sign what is known of the sign of all elements
 */
public record Value(int id, List<Integer> shape, Extent extent, Sign sign) {
    /** Whether a value depends on the images. */
    public enum Extent {
        /** Computed from parameters alone, once, when the program is loaded. */
        CONSTANT,
        /** One per image. */
        PER_IMAGE
    }

    /** What is known of the sign of a value, whatever the images are. */
    public enum Sign {
        /** No element is negative. */
        NON_NEGATIVE,
        /** Nothing is known. */
        ANY
    }

    public Value {
        shape = List.copyOf(shape);
    }

    /** Whether no element can be negative. */
    public boolean nonNegative() {
        return sign == Sign.NON_NEGATIVE;
    }

    /** Whether this is computed from parameters alone. */
    public boolean constant() {
        return extent == Extent.CONSTANT;
    }

    /** The number of elements (per image). */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** C of [C, H, W]. */
    public int channels() {
        return shape.get(0);
    }

    /** H of [C, H, W]. */
    public int height() {
        return shape.get(1);
    }

    /** W of [C, H, W]. */
    public int width() {
        return shape.get(2);
    }
}

package io.lrpspark.lrp.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One tensor of a state dict, exactly as the file holds it (every element type that is read fits a double, but for
 * integers beyond 2^53).
 *
 * @param shape the size of every dimension; empty for a scalar
 * @param values as many numbers as the shape says, row-major; handed out without a copy, not to be modified
 */
public record Weight(List<Integer> shape, double[] values) {

    /**
     * Checks that shape and values agree.
     *
     * @throws CheckpointException if a size is negative or the number of values is not the product of the sizes
     */
    public Weight {
        shape = List.copyOf(shape);
        Objects.requireNonNull(values, "values");
        long expected = elements(shape);
        if (expected != values.length) {
            throw new CheckpointException(
                    "shape " + shape + " has " + expected + " elements, but " + values.length + " values are given");
        }
    }

    /**
     * The number of elements of a shape.
     *
     * @throws CheckpointException if a size is negative or the product is beyond what an array can hold
     */
    static int elements(List<Integer> shape) {
        long elements = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new CheckpointException("shape " + shape + " has a negative size, expected 0 or more");
            }
            elements *= size;
            if (elements > Integer.MAX_VALUE) {
                throw new CheckpointException("shape " + shape
                        + " has more elements than can be read, expected at most " + Integer.MAX_VALUE);
            }
        }
        return (int) elements;
    }

    /** Equal shapes and equal numbers; NaN equals NaN, and zero differs from negative zero. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Weight that && shape.equals(that.shape) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Weight" + shape;
    }
}

package io.lrpspark.lrp.array;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An array of numbers in row-major (C) order.
 *
 * @param shape the size of every dimension; empty for a scalar
 * @param values as many numbers as the shape says; handed out without a copy, not to be modified
 */
public record NpyArray(List<Integer> shape, double[] values) {

    /**
     * Checks that shape and values agree.
     *
     * @throws NpyException if a size is negative or the number of values is not the product of the sizes
     */
    public NpyArray {
        shape = List.copyOf(shape);
        Objects.requireNonNull(values, "values");
        long expected = 1;
        for (int size : shape) {
            if (size < 0 || (expected *= size) > Integer.MAX_VALUE) {
                throw new NpyException("shape " + shape + " is no shape of an array: expected sizes of 0 or more and at"
                        + " most " + Integer.MAX_VALUE + " elements");
            }
        }
        if (expected != values.length) {
            throw new NpyException(
                    "shape " + shape + " has " + expected + " elements, but " + values.length + " values are given");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NpyArray that && shape.equals(that.shape) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "NpyArray" + shape;
    }
}

package io.lrpspark.lrp.attribute;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;

/** The elements of a tensor in the precision that it was computed in. */
interface Elements {
    float[] floats(int from, int count);

    double[] doubles(int from, int count);

    static Elements of(NDArray array) {
        return array.getDataType() == DataType.FLOAT64
                ? new Doubles(array.toDoubleArray())
                : new Floats(array.toFloatArray());
    }

    /** float32. */
    record Floats(float[] elements) implements Elements {
        @Override
        public float[] floats(int from, int count) {
            return Arrays.copyOfRange(elements, from, from + count);
        }

        @Override
        public double[] doubles(int from, int count) {
            double[] copy = new double[count];
            for (int index = 0; index < count; index++) {
                copy[index] = elements[from + index];
            }
            return copy;
        }
    }

    /** float64. */
    record Doubles(double[] elements) implements Elements {
        @Override
        public float[] floats(int from, int count) {
            float[] copy = new float[count];
            for (int index = 0; index < count; index++) {
                copy[index] = (float) elements[from + index];
            }
            return copy;
        }

        @Override
        public double[] doubles(int from, int count) {
            return Arrays.copyOfRange(elements, from, from + count);
        }
    }
}

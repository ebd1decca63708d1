package io.lrpspark.lrp.rule;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Elementwise arithmetic on biases. */
final class Vectors {
    private Vectors() {}

    static double[] map(double[] vector, DoubleUnaryOperator operator) {
        return Arrays.stream(vector).map(operator).toArray();
    }

    static double[] sum(double[] first, double[] second) {
        double[] sum = first.clone();
        for (int index = 0; index < sum.length; index++) {
            sum[index] += second[index];
        }
        return sum;
    }

    static double[] filled(int length, double value) {
        double[] vector = new double[length];
        Arrays.fill(vector, value);
        return vector;
    }
}

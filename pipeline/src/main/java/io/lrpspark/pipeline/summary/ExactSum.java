package io.lrpspark.pipeline.summary;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Adds numbers without rounding, so that their order does not matter: the sum is kept as a few doubles of which none overlaps another
 * (J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997).
 */
final class ExactSum implements Serializable {
    private static final long serialVersionUID = 1L;

    private double[] parts = new double[2];
    private int size;

    /** @param number finite */
    void add(double number) {
        double rest = number;
        int kept = 0;
        for (int part = 0; part < size; part++) {
            double larger = Math.abs(rest) < Math.abs(parts[part]) ? parts[part] : rest;
            double smaller = larger == rest ? parts[part] : rest;
            rest = larger + smaller;
            double lost = smaller - (rest - larger);
            if (lost != 0) {
                parts[kept++] = lost;
            }
        }
        if (kept == parts.length) {
            parts = Arrays.copyOf(parts, 2 * kept);
        }
        parts[kept++] = rest;
        size = kept;
    }

    void add(ExactSum other) {
        for (int part = 0; part < other.size; part++) {
            add(other.parts[part]);
        }
    }

    BigDecimal value() {
        return Arrays.stream(parts, 0, size).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}

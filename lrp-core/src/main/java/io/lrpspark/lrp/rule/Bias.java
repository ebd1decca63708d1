package io.lrpspark.lrp.rule;

import java.util.Arrays;

/** Whether biases count in a rule's denominators, and so absorb relevance. */
public enum Bias {
    /** They count. */
    KEPT {
        @Override
        double[] of(LayerView layer) {
            return layer.bias();
        }
    },
    /** They are taken as zero: zennit's {@code zero_params=['bias']}. */
    ZEROED {
        @Override
        double[] of(LayerView layer) {
            return new double[layer.bias().length];
        }
    };

    abstract double[] of(LayerView layer);

    /** Whether this way of counting leaves the layer's own output as the denominator. */
    boolean changes(LayerView layer) {
        return this == ZEROED && Arrays.stream(layer.bias()).anyMatch(element -> element != 0);
    }

    String suffix() {
        return this == ZEROED ? ", zero=bias" : "";
    }
}

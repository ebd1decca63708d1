package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * A batch norm and its ReLU with the affine part taken out: relu(a·x + c) = a·clamp(x) + relu-free constant, where clamp(x) is
 * max(x, t) for a &gt; 0, min(x, t) for a &lt; 0, t = −c/a, and 0 for a = 0.
 *
 * @param name unique name
 * @param input the node it acts on
 * @param scale a, length C; taken as 0 where |c/a| is beyond 1e30
 * @param shift c, length C
 * @param inactive what becomes of relevance where the ReLU was inactive
 */
public record Threshold(String name, String input, double[] scale, double[] shift, Inactive inactive) implements Node {
    /** A threshold above this is never met: a is then as good as 0, and float32 need not hold t. */
    private static final double OUT_OF_REACH = 1e30;

    /** What becomes of relevance at positions where a·x + c ≤ 0, whose value is the constant t. */
    public enum Inactive {
        /** It stops: the published canonizers' behaviour, as the derivative is zero there. */
        STOP,
        /** It is handed on. */
        PASS
    }

    public Threshold {
        Checks.channels(name, "shift", shift, scale.length);
        scale = scale.clone();
        for (int channel = 0; channel < scale.length; channel++) {
            if (Math.abs(shift[channel]) > OUT_OF_REACH * Math.abs(scale[channel])) {
                scale[channel] = 0;
            }
        }
    }

    /** t = −c/a per channel; 0 where a = 0. */
    public double[] thresholds() {
        double[] thresholds = new double[scale.length];
        for (int channel = 0; channel < scale.length; channel++) {
            thresholds[channel] = scale[channel] == 0 ? 0 : -shift[channel] / scale[channel];
        }
        return thresholds;
    }

    /**
     * The constant that relu(a·x + c) − a·clamp(x) is, per channel: c, or relu(c) where a = 0. It belongs into the bias of the linear
     * layer behind.
     */
    public double[] remainder() {
        double[] remainder = shift.clone();
        for (int channel = 0; channel < remainder.length; channel++) {
            if (scale[channel] == 0) {
                remainder[channel] = Math.max(remainder[channel], 0);
            }
        }
        return remainder;
    }

    @Override
    public NodeKind kind() {
        return NodeKind.THRESHOLD;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public Threshold withInputs(List<String> inputs) {
        return new Threshold(name, inputs.get(0), scale, shift, inactive);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        Checks.input(name, inputs.get(0), scale.length);
        return inputs.get(0);
    }
}

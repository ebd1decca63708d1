package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * One consumer's copy of a {@link SharedConvolution}, z = a·(W ∗ x) + d, which is the convolution with weights diag(a)·W and bias d; or its
 * copies of several, side by side as a {@link Concat} stacks them.
 *
 * @param name unique name
 * @param input the node it acts on
 * @param scale a, length O, of any sign
 * @param shift d, length O
 */
public record ConvolutionCopy(String name, String input, double[] scale, double[] shift) implements Node {
    public ConvolutionCopy {
        Checks.channels(name, "shift", shift, scale.length);
    }

    @Override
    public NodeKind kind() {
        return NodeKind.CONVOLUTION_COPY;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public ConvolutionCopy withInputs(List<String> inputs) {
        return new ConvolutionCopy(name, inputs.get(0), scale, shift);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        Checks.input(name, inputs.get(0), scale.length);
        return inputs.get(0);
    }
}

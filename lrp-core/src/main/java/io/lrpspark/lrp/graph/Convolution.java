package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * A two-dimensional convolution with zero padding: z = W ∗ x + b.
 *
 * @param name unique name
 * @param input the node it acts on
 * @param kernel W, [O, I, h, w]
 * @param bias b, length O; zeros where the layer has none
 * @param stride step in both directions, in pixels
 * @param padding zeros added on every side, in pixels
 */
public record Convolution(String name, String input, Kernel kernel, double[] bias, int stride, int padding)
        implements Node {
    public Convolution {
        Checks.channels(name, "bias", bias, kernel.outputs());
    }

    @Override
    public NodeKind kind() {
        return NodeKind.CONVOLUTION;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public Convolution withInputs(List<String> inputs) {
        return new Convolution(name, inputs.get(0), kernel, bias, stride, padding);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return Window.convolution(name, kernel, stride, padding).shape(inputs.get(0));
    }
}

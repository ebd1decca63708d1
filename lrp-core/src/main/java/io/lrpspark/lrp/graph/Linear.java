package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * A fully connected layer on a [I, 1, 1] input: z = W·x + b.
 *
 * @param name unique name
 * @param input the node it acts on
 * @param kernel W, [O, I, 1, 1]
 * @param bias b, length O
 */
public record Linear(String name, String input, Kernel kernel, double[] bias) implements Node {
    public Linear {
        Checks.channels(name, "bias", bias, kernel.outputs());
    }

    @Override
    public NodeKind kind() {
        return NodeKind.LINEAR;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public Linear withInputs(List<String> inputs) {
        return new Linear(name, inputs.get(0), kernel, bias);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return Window.convolution(name, kernel, 1, 0).shape(inputs.get(0));
    }
}

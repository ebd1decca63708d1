package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * The convolution W ∗ x, without bias, that several {@link ConvolutionCopy copies} rescale. It has no relevance rule of its own: the
 * copies' rules meet in it, each convolution computed once for all of them.
 *
 * @param name unique name
 * @param input the node it acts on
 * @param kernel W, [O, I, h, w]
 * @param stride step, in pixels
 * @param padding zeros added on every side, in pixels
 */
public record SharedConvolution(String name, String input, Kernel kernel, int stride, int padding) implements Node {
    @Override
    public NodeKind kind() {
        return NodeKind.SHARED_CONVOLUTION;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public SharedConvolution withInputs(List<String> inputs) {
        return new SharedConvolution(name, inputs.get(0), kernel, stride, padding);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return Window.convolution(name, kernel, stride, padding).shape(inputs.get(0));
    }
}

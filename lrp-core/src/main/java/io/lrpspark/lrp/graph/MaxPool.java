package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * Maximum over square windows; padding never wins.
 *
 * @param name unique name
 * @param input the node it acts on
 * @param window side of the window, in pixels
 * @param stride step, in pixels
 * @param padding pixels added on every side
 */
public record MaxPool(String name, String input, int window, int stride, int padding) implements Node {
    @Override
    public NodeKind kind() {
        return NodeKind.MAX_POOL;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public MaxPool withInputs(List<String> inputs) {
        return new MaxPool(name, inputs.get(0), window, stride, padding);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return new Window(name, inputs.get(0).channels(), inputs.get(0).channels(), window, window, stride, padding)
                .shape(inputs.get(0));
    }
}

package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * Mean over square windows without padding; rows and columns that fill no window are left out.
 *
 * @param name unique name
 * @param input the node it acts on
 * @param window side of the window, in pixels
 * @param stride step, in pixels
 * @param role layer, or functional
 */
public record AveragePool(String name, String input, int window, int stride, Role role) implements Node {
    @Override
    public NodeKind kind() {
        return NodeKind.AVERAGE_POOL;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public AveragePool withInputs(List<String> inputs) {
        return new AveragePool(name, inputs.get(0), window, stride, role);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return new Window(name, inputs.get(0).channels(), inputs.get(0).channels(), window, window, stride, 0)
                .shape(inputs.get(0));
    }
}

package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * max(x, 0).
 *
 * @param name unique name
 * @param input the node it acts on
 * @param role layer, or functional
 */
public record Relu(String name, String input, Role role) implements Node {
    @Override
    public NodeKind kind() {
        return NodeKind.RELU;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public Relu withInputs(List<String> inputs) {
        return new Relu(name, inputs.get(0), role);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return inputs.get(0);
    }
}

package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * Mean over all positions: [C, H, W] to [C, 1, 1].
 *
 * @param name unique name
 * @param input the node it acts on
 * @param role layer, or functional
 */
public record GlobalAveragePool(String name, String input, Role role) implements Node {
    @Override
    public NodeKind kind() {
        return NodeKind.GLOBAL_AVERAGE_POOL;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public GlobalAveragePool withInputs(List<String> inputs) {
        return new GlobalAveragePool(name, inputs.get(0), role);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return new Shape(inputs.get(0).channels(), 1, 1);
    }
}

package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * The normalised images.
 *
 * @param name unique name
 * @param shape [C, H, W] of one image
 */
public record Input(String name, Shape shape) implements Node {
    @Override
    public NodeKind kind() {
        return NodeKind.INPUT;
    }

    @Override
    public List<String> inputs() {
        return List.of();
    }

    @Override
    public Input withInputs(List<String> inputs) {
        return this;
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return shape;
    }
}

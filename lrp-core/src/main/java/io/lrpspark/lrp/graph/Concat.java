package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * Stacks feature maps along their channels.
 *
 * @param name unique name
 * @param inputs what is stacked, in order; equal heights and widths
 */
public record Concat(String name, List<String> inputs) implements Node {
    public Concat {
        inputs = List.copyOf(inputs);
    }

    @Override
    public NodeKind kind() {
        return NodeKind.CONCAT;
    }

    @Override
    public Concat withInputs(List<String> inputs) {
        return new Concat(name, inputs);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape first = inputs.get(0);
        int channels = 0;
        for (Shape shape : inputs) {
            if (shape.height() != first.height() || shape.width() != first.width()) {
                throw new GraphException("%s stacks maps of different sizes, %s and %s".formatted(name, first, shape));
            }
            channels += shape.channels();
        }
        return first.withChannels(channels);
    }
}

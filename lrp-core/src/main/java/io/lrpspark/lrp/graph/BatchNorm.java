package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * Batch normalisation with running statistics, as the affine map it is: z = a·x + c with a = γ/√(σ²+ε), c = β − a·μ.
 *
 * @param name unique name
 * @param input the node it acts on
 * @param scale a, length C
 * @param shift c, length C
 * @param role what composites see
 */
public record BatchNorm(String name, String input, double[] scale, double[] shift, Role role) implements Node {
    public BatchNorm {
        Checks.channels(name, "shift", shift, scale.length);
    }

    @Override
    public NodeKind kind() {
        return NodeKind.BATCH_NORM;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public BatchNorm withInputs(List<String> inputs) {
        return new BatchNorm(name, inputs.get(0), scale, shift, role);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        Checks.input(name, inputs.get(0), scale.length);
        return inputs.get(0);
    }
}

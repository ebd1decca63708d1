package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * Adds the constant map that an input of ones gives in a zero-padded one-channel convolution, K ∗ 1 + b: the share of a folded batch norm's shift
 * that depends on the position because padding does not have it.
 *
 * @param name unique name
 * @param input the node it acts on
 * @param kernel K, [O, 1, h, w]
 * @param bias b, length O
 * @param ones the shape of the convolution's input; only height and width count
 * @param stride step, in pixels
 * @param padding zeros added on every side, in pixels
 */
public record ConstantMap(String name, String input, Kernel kernel, double[] bias, Shape ones, int stride, int padding)
        implements Node {
    public ConstantMap {
        Checks.channels(name, "bias", bias, kernel.outputs());
    }

    @Override
    public NodeKind kind() {
        return NodeKind.CONSTANT_MAP;
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public ConstantMap withInputs(List<String> inputs) {
        return new ConstantMap(name, inputs.get(0), kernel, bias, ones, stride, padding);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        Checks.input(name, inputs.get(0), kernel.outputs());
        return inputs.get(0);
    }
}

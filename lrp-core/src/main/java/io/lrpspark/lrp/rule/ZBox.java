package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.graph.Shape;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.List;
import java.util.Set;

/**
 * R_in = (x − l)·ct(s, W⁺) + (x − h)·ct(s, W⁻) with s = R / stab(W⁺(x − l) + W⁻(x − h)), for pixels in a box [l, h]. Montavon et al.,
 * Pattern Recognition 2017, section 4.1; zennit's {@code ZBox}. The bias cancels.
 *
 * @param low l in normalised units: one for all channels, or one each
 * @param high h, likewise; above {@code low}
 * @param stabilizer ε &gt; 0 of the denominator
 */
public record ZBox(List<Double> low, List<Double> high, double stabilizer) implements Rule {
    public ZBox {
        Parameters.requirePositive("ZBox", "stabilizer", stabilizer);
        low = List.copyOf(low);
        high = List.copyOf(high);
        if (low.size() > 1 && high.size() > 1 && low.size() != high.size()) {
            throw new RuleException(
                    "ZBox has %d values of low, %s, and %d of high, %s: expected as many, or one for all channels"
                            .formatted(low.size(), Parameters.print(low), high.size(), Parameters.print(high)));
        }
        for (int channel = 0; channel < Math.max(low.size(), high.size()); channel++) {
            double below = low.get(Math.min(channel, low.size() - 1));
            double above = high.get(Math.min(channel, high.size() - 1));
            if (!(below < above)) {
                throw new RuleException("the box of ZBox is empty in channel %d: low=%s must be below high=%s"
                        .formatted(channel, Parameters.print(below), Parameters.print(above)));
            }
        }
    }

    static ZBox of(Parameters parameters, InputRange range) {
        parameters.withoutBias();
        return new ZBox(
                parameters.reals("low", range.low()),
                parameters.reals("high", range.high()),
                parameters.real("stabilizer", 1e-6));
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.LINEAR_LAYERS;
    }

    @Override
    public void requireFits(Shape input) {
        requireFits("low", low, input.channels());
        requireFits("high", high, input.channels());
    }

    private static void requireFits(String name, List<Double> bounds, int channels) {
        if (bounds.size() != 1 && bounds.size() != channels) {
            throw new RuleException(
                    "ZBox has %d values of %s, %s, for an input of %d channels: give one, or one per channel"
                            .formatted(bounds.size(), name, Parameters.print(bounds), channels));
        }
    }

    @Override
    public Value propagate(LayerView layer) {
        TensorBuilder tensors = layer.tensors();
        Value x = layer.input();
        Value positive = tensors.positive(layer.weight());
        Value negative = tensors.negative(layer.weight());
        double[] none = new double[layer.bias().length];
        Value aboveLow = tensors.subtract(x, tensors.perChannel(spread(low, x.channels())));
        Value belowHigh = tensors.subtract(x, tensors.perChannel(spread(high, x.channels())));
        Value denominator =
                tensors.add(layer.forward(aboveLow, positive, none), layer.forward(belowHigh, negative, none));
        Value quotient = Quotient.stabilised(layer, denominator, stabilizer).value();
        return tensors.multiplyAdd(
                tensors.multiply(layer.backward(quotient, positive), aboveLow),
                layer.backward(quotient, negative),
                belowHigh);
    }

    private static double[] spread(List<Double> bounds, int channels) {
        return bounds.size() == 1
                ? Vectors.filled(channels, bounds.get(0))
                : bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public boolean proportional() {
        return false;
    }

    @Override
    public String describe() {
        return "ZBox(low=%s, high=%s, stabilizer=%s)"
                .formatted(Parameters.print(low), Parameters.print(high), Parameters.print(stabilizer));
    }
}

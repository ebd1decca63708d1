package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Set;

/**
 * R_in = ct(R / stab(n), 1): every pixel under a window gets the same share, n counting the inputs in the window. Bach et al.,
 * "Controlling explanatory heatmap resolution and semantics via decomposition depth", ICIP 2016; zennit's {@code Flat}. Padding counts zero.
 *
 * <p>All output channels share n, so their relevance is summed first and one channel is handed back instead of all.
 *
 * @param stabilizer ε &gt; 0 of the denominator
 */
public record Flat(double stabilizer) implements Rule {
    public Flat {
        Parameters.requirePositive("Flat", "stabilizer", stabilizer);
    }

    static Flat of(Parameters parameters, InputRange range) {
        parameters.withoutBias();
        return new Flat(parameters.real("stabilizer", 1e-6));
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.LINEAR_LAYERS;
    }

    @Override
    public Value propagate(LayerView layer) {
        TensorBuilder tensors = layer.tensors();
        Value x = layer.input();
        int taps = layer.weight().shape().get(2) * layer.weight().shape().get(3);
        int height = layer.weight().shape().get(2);
        int width = layer.weight().shape().get(3);
        Value ones = tensors.constant(Vectors.filled(x.height() * x.width(), 1), 1, x.height(), x.width());
        Value counting = tensors.constant(Vectors.filled(taps, x.channels()), 1, 1, height, width);
        Value denominator = layer.forward(ones, counting, new double[] {stabilizer});
        Value spreading = tensors.constant(Vectors.filled(x.channels() * taps, 1), 1, x.channels(), height, width);
        Quotient quotient = Quotient.of(layer, tensors.divide(tensors.sumChannels(layer.relevance()), denominator));
        quotient.stabilisedBy(stabilizer);
        return layer.backward(quotient.value(), spreading);
    }

    @Override
    public boolean proportional() {
        return false;
    }

    @Override
    public String describe() {
        return "Flat(stabilizer=%s)".formatted(Parameters.print(stabilizer));
    }
}

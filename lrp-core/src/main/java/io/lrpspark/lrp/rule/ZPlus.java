package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Map;
import java.util.Set;

/**
 * R_in = x⁺·ct(s, W⁺) + x⁻·ct(s, W⁻) with s = R / stab(zp), zp = W⁺x⁺ + W⁻x⁻ + b⁺: only positive contributions count. Montavon et al.,
 * "Explaining nonlinear classification decisions with deep Taylor decomposition", Pattern Recognition 2017; zennit's {@code ZPlus}.
 *
 * <p>For inputs of both signs, x⁺W⁺ + x⁻W⁻ = ½(xW + |x||W|): one convolution more than a forward pass has instead of three.
 *
 * @param stabilizer ε &gt; 0 of the denominator
 * @param bias whether zp has its bias
 */
public record ZPlus(double stabilizer, Bias bias) implements SharedRule {
    public ZPlus {
        Parameters.requirePositive("ZPlus", "stabilizer", stabilizer);
    }

    static ZPlus of(Parameters parameters, InputRange range) {
        return new ZPlus(parameters.real("stabilizer", 1e-6), parameters.bias());
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.LINEAR_LAYERS;
    }

    @Override
    public Value propagate(LayerView layer) {
        TensorBuilder tensors = layer.tensors();
        Value x = layer.input();
        double[] b = bias.of(layer);
        double[] positiveBias = Vectors.map(b, element -> Math.max(element, 0));
        if (x.nonNegative()) {
            Value positive = tensors.positive(layer.weight());
            Value denominator = layer.forward(x, positive, Vectors.map(positiveBias, element -> element + stabilizer));
            Quotient quotient = Quotient.positive(layer, denominator, stabilizer);
            quotient.absorbedBy(positiveBias);
            return tensors.multiply(layer.backward(quotient.value(), positive), x);
        }
        Value absoluteX = tensors.absolute(x);
        Value absolute = tensors.absolute(layer.weight());
        Value doubled = tensors.add(
                layer.forward(absoluteX, absolute, Vectors.map(b, element -> Math.abs(element) + 2 * stabilizer)),
                bias.changes(layer) ? layer.forward(x, layer.weight(), b) : layer.output());
        // The doubled denominator makes half a quotient, which is just what the two halves of the result need.
        Quotient half = Quotient.positive(layer, doubled, 2 * stabilizer);
        half.absorbedBy(Vectors.map(positiveBias, element -> 2 * element));
        return tensors.multiplyAdd(
                tensors.multiply(layer.backward(half.value(), layer.weight()), x),
                layer.backward(half.value(), absolute),
                absoluteX);
    }

    /** A = Σ a⁺·s, B = Σ a⁻·s with s = R / stab(a⁺P + a⁻M + d⁺). */
    @Override
    public Map<SharedTerm, Value> share(CopyView copy) {
        TensorBuilder tensors = copy.tensors();
        double[] above = Vectors.map(copy.scale(), element -> Math.max(element, 0));
        double[] below = Vectors.map(copy.scale(), element -> Math.min(element, 0));
        double[] positiveBias = Vectors.map(bias.of(copy), element -> Math.max(element, 0));
        Value denominator = tensors.multiplyAdd(
                tensors.multiplyAdd(
                        tensors.perChannel(Vectors.map(positiveBias, element -> element + stabilizer)),
                        copy.positivePart(),
                        tensors.perChannel(above)),
                copy.negativePart(),
                tensors.perChannel(below));
        Quotient quotient = Quotient.positive(copy, denominator, stabilizer);
        quotient.absorbedBy(positiveBias);
        return Map.of(SharedTerm.POSITIVE, quotient.times(above), SharedTerm.NEGATIVE, quotient.times(below));
    }

    @Override
    public String describe() {
        return "ZPlus(stabilizer=%s%s)".formatted(Parameters.print(stabilizer), bias.suffix());
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Map;
import java.util.Set;

/**
 * Positive contributions count 1 + γ where z &gt; 0, negative ones where z &lt; 0; where z = 0 relevance stops. Montavon et al., "Layer-Wise
 * Relevance Propagation: An Overview", 2019, generalised to both signs of x and z (Andéol et al., "Learning Domain Invariant
 * Representations by Joint Wasserstein Distance Minimization", 2021); zennit's {@code Gamma}.
 *
 * <p>With m = |W||x| + |b| and q = R / ((1 + γ/2)·|z| + γ/2·m + ε), 0 where z = 0:
 * R_in = (1 + γ/2)·x·ct(q·sign z, W) + γ/2·|x|·ct(q, |W|).
 *
 * @param gamma γ ≥ 0
 * @param stabilizer ε &gt; 0 of the denominator
 * @param bias whether z and m have their bias
 */
public record Gamma(double gamma, double stabilizer, Bias bias) implements SharedRule {
    public Gamma {
        Parameters.requirePositive("Gamma", "stabilizer", stabilizer);
        Parameters.requireNonNegative("Gamma", "gamma", gamma);
    }

    static Gamma of(Parameters parameters, InputRange range) {
        return new Gamma(parameters.real("gamma", 0.25), parameters.real("stabilizer", 1e-6), parameters.bias());
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
        double half = gamma / 2;
        Value absoluteX = tensors.absolute(x);
        Value halfAbsolute = tensors.multiply(tensors.absolute(layer.weight()), half);
        Value magnitude = layer.forward(
                absoluteX, halfAbsolute, Vectors.map(b, element -> half * Math.abs(element) + stabilizer));
        double[] linearBias = Vectors.map(b, element -> (1 + half) * element);
        double[] magnitudeBias = Vectors.map(b, element -> half * Math.abs(element));
        if (layer.rectified() && !bias.changes(layer)) {
            Value denominator = tensors.add(magnitude, tensors.multiply(layer.output(), 1 + half));
            Quotient quotient = Quotient.positive(layer, denominator, stabilizer);
            quotient.absorbedBy(Vectors.sum(linearBias, magnitudeBias));
            if (x.nonNegative()) {
                Value combined = tensors.add(tensors.multiply(layer.weight(), 1 + half), halfAbsolute);
                return tensors.multiply(layer.backward(quotient.value(), combined), x);
            }
            return combine(layer, absoluteX, halfAbsolute, quotient.value(), quotient.value());
        }
        Value z = bias.changes(layer) ? layer.forward(x, layer.weight(), b) : layer.output();
        Signed signed = signed(layer, magnitude, z, linearBias, magnitudeBias);
        return combine(layer, absoluteX, halfAbsolute, signed.signed(), signed.unsigned());
    }

    @Override
    public boolean shares() {
        return bias == Bias.KEPT;
    }

    /**
     * A = Σ u + v, B = Σ u − v with u = (1 + γ/2)·a·q·sign z, v = γ/2·|a|·q, q as above with m = |a|·(P − M) + |d|.
     */
    @Override
    public Map<SharedTerm, Value> share(CopyView copy) {
        TensorBuilder tensors = copy.tensors();
        double half = gamma / 2;
        double[] linear = Vectors.map(copy.scale(), element -> (1 + half) * element);
        double[] absolute = Vectors.map(copy.scale(), element -> half * Math.abs(element));
        double[] linearBias = Vectors.map(copy.bias(), element -> (1 + half) * element);
        double[] magnitudeBias = Vectors.map(copy.bias(), element -> half * Math.abs(element));
        Value magnitude = tensors.multiplyAdd(
                tensors.perChannel(Vectors.map(magnitudeBias, element -> element + stabilizer)),
                tensors.subtract(copy.positivePart(), copy.negativePart()),
                tensors.perChannel(absolute));
        if (copy.rectified()) {
            Value denominator = tensors.add(magnitude, tensors.multiply(copy.output(), 1 + half));
            Quotient quotient = Quotient.positive(copy, denominator, stabilizer);
            quotient.absorbedBy(Vectors.sum(linearBias, magnitudeBias));
            return Map.of(
                    SharedTerm.POSITIVE,
                    quotient.times(Vectors.sum(linear, absolute)),
                    SharedTerm.NEGATIVE,
                    quotient.times(Vectors.sum(linear, Vectors.map(absolute, element -> -element))));
        }
        Signed signed = signed(copy, magnitude, copy.output(), linearBias, magnitudeBias);
        Value u = tensors.multiply(signed.signed(), tensors.perChannel(linear));
        Value v = tensors.multiply(signed.unsigned(), tensors.perChannel(absolute));
        return Map.of(SharedTerm.POSITIVE, tensors.add(u, v), SharedTerm.NEGATIVE, tensors.subtract(u, v));
    }

    /**
     * q with and without the sign of z.
     *
     * @param signed q·sign z
     * @param unsigned q
     */
    private record Signed(Value signed, Value unsigned) {}

    private Signed signed(LayerView layer, Value magnitude, Value z, double[] linearBias, double[] magnitudeBias) {
        TensorBuilder tensors = layer.tensors();
        Value denominator = tensors.add(magnitude, tensors.multiply(tensors.absolute(z), 1 + gamma / 2));
        Value sign = tensors.sign(z);
        Value signed = tensors.multiply(tensors.divide(layer.relevance(), denominator), sign);
        Value unsigned = tensors.multiply(signed, sign);
        layer.stopped(tensors.dot(layer.relevance(), tensors.isZero(z)));
        Quotient.of(layer, signed).absorbedBy(linearBias);
        Quotient.of(layer, unsigned).absorbedBy(magnitudeBias);
        Quotient.of(layer, unsigned).stabilisedBy(stabilizer);
        return new Signed(signed, unsigned);
    }

    private Value combine(LayerView layer, Value absoluteX, Value halfAbsolute, Value signed, Value unsigned) {
        TensorBuilder tensors = layer.tensors();
        Value scaled = tensors.multiply(layer.weight(), 1 + gamma / 2);
        if (layer.input().nonNegative()) {
            return tensors.multiply(layer.backward(signed, scaled, unsigned, halfAbsolute), layer.input());
        }
        return tensors.multiplyAdd(
                tensors.multiply(layer.backward(signed, scaled), layer.input()),
                layer.backward(unsigned, halfAbsolute),
                absoluteX);
    }

    @Override
    public String describe() {
        return "Gamma(gamma=%s, stabilizer=%s%s)"
                .formatted(Parameters.print(gamma), Parameters.print(stabilizer), bias.suffix());
    }
}

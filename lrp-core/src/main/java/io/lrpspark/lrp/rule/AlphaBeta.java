package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Map;
import java.util.Set;

/**
 * R_in = α·(x⁺·ct(s, W⁺) + x⁻·ct(s, W⁻)) − β·(x⁺·ct(t, W⁻) + x⁻·ct(t, W⁺)) with s = R / stab(zp), t = R / stab(zn), zp = W⁺x⁺ + W⁻x⁻ + b⁺
 * and zn = W⁻x⁺ + W⁺x⁻ + b⁻. Bach et al., PLOS ONE 2015, equation 60; zennit's {@code AlphaBeta}.
 *
 * @param alpha α ≥ 0, weight of the positive contributions
 * @param beta β ≥ 0, weight of the negative ones; α − β = 1
 * @param stabilizer ε &gt; 0 of the denominators
 * @param bias whether the denominators have their bias
 */
public record AlphaBeta(double alpha, double beta, double stabilizer, Bias bias) implements SharedRule {
    public AlphaBeta {
        Parameters.requirePositive("AlphaBeta", "stabilizer", stabilizer);
        if (!(alpha >= 0 && beta >= 0 && Math.abs(alpha - beta - 1) < 1e-12)) {
            throw new RuleException(
                    "AlphaBeta with alpha=%s, beta=%s does not conserve relevance: expected alpha - beta = 1, both at least 0"
                            .formatted(Parameters.print(alpha), Parameters.print(beta)));
        }
    }

    static AlphaBeta of(Parameters parameters, InputRange range) {
        return new AlphaBeta(
                parameters.real("alpha", 2),
                parameters.real("beta", 1),
                parameters.real("stabilizer", 1e-6),
                parameters.bias());
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
        double[] negativeBias = Vectors.map(b, element -> Math.min(element, 0));
        Value z = bias.changes(layer) ? layer.forward(x, layer.weight(), b) : layer.output();
        if (x.nonNegative()) {
            Value positive = tensors.positive(layer.weight());
            Value negative = tensors.negative(layer.weight());
            Value zp = layer.forward(x, positive, positiveBias);
            // What z has beyond its positive part; never above zero, whatever rounding leaves of the difference.
            Value zn = tensors.negative(tensors.subtract(z, zp));
            Value s = positiveQuotient(layer, tensors.add(zp, stabilizer), positiveBias, alpha, 1);
            Value t = negativeQuotient(layer, tensors.add(zn, -stabilizer), negativeBias, beta, 1);
            // kernels are weighted once, quotients would be for every image
            return tensors.multiply(
                    layer.backward(s, tensors.multiply(positive, alpha), t, tensors.multiply(negative, -beta)), x);
        }
        Value absoluteX = tensors.absolute(x);
        Value absolute = tensors.absolute(layer.weight());
        Value magnitude =
                layer.forward(absoluteX, absolute, Vectors.map(b, element -> Math.abs(element) + 2 * stabilizer));
        // 2·(zp + ε) = magnitude + z and 2·(zn − ε) = z − magnitude: half quotients, as the halves of the result need.
        Value s = tensors.multiply(positiveQuotient(layer, tensors.add(magnitude, z), positiveBias, alpha, 2), alpha);
        Value t =
                tensors.multiply(negativeQuotient(layer, tensors.subtract(z, magnitude), negativeBias, beta, 2), beta);
        return tensors.multiplyAdd(
                tensors.multiply(layer.backward(tensors.subtract(s, t), layer.weight()), x),
                layer.backward(tensors.add(s, t), absolute),
                absoluteX);
    }

    /**
     * A = Σ α·a⁺·s − β·a⁻·t, B = Σ α·a⁻·s − β·a⁺·t with s = R / stab(a⁺P + a⁻M + d⁺), t = R / stab(a⁺M + a⁻P + d⁻).
     */
    @Override
    public Map<SharedTerm, Value> share(CopyView copy) {
        TensorBuilder tensors = copy.tensors();
        double[] b = bias.of(copy);
        double[] positiveBias = Vectors.map(b, element -> Math.max(element, 0));
        double[] negativeBias = Vectors.map(b, element -> Math.min(element, 0));
        double[] positiveScale = Vectors.map(copy.scale(), element -> Math.max(element, 0));
        double[] negativeScale = Vectors.map(copy.scale(), element -> Math.min(element, 0));
        Value above = tensors.perChannel(positiveScale);
        Value below = tensors.perChannel(negativeScale);
        Value zp = tensors.multiplyAdd(
                tensors.multiplyAdd(
                        tensors.perChannel(Vectors.map(positiveBias, element -> element + stabilizer)),
                        copy.positivePart(),
                        above),
                copy.negativePart(),
                below);
        Value zn = tensors.multiplyAdd(
                tensors.multiplyAdd(
                        tensors.perChannel(Vectors.map(negativeBias, element -> element - stabilizer)),
                        copy.negativePart(),
                        above),
                copy.positivePart(),
                below);
        Value s = positiveQuotient(copy, zp, positiveBias, alpha, 1);
        Value t = negativeQuotient(copy, zn, negativeBias, beta, 1);
        return Map.of(
                SharedTerm.POSITIVE,
                weighted(tensors, s, positiveScale, t, negativeScale),
                SharedTerm.NEGATIVE,
                weighted(tensors, s, negativeScale, t, positiveScale));
    }

    /** α·s·first − β·t·second. */
    private Value weighted(TensorBuilder tensors, Value s, double[] first, Value t, double[] second) {
        return tensors.multiplyAdd(
                tensors.multiply(s, tensors.perChannel(Vectors.map(first, element -> alpha * element))),
                t,
                tensors.perChannel(Vectors.map(second, element -> -beta * element)));
    }

    private Value positiveQuotient(LayerView layer, Value denominator, double[] b, double weight, double doubling) {
        Quotient quotient = Quotient.unstabilised(layer, denominator);
        quotient.stabilisedBy(weight * doubling * stabilizer);
        quotient.absorbedBy(Vectors.map(b, element -> weight * doubling * element));
        return quotient.value();
    }

    private Value negativeQuotient(LayerView layer, Value denominator, double[] b, double weight, double doubling) {
        Quotient quotient = Quotient.unstabilised(layer, denominator);
        quotient.stabilisedBy(weight * doubling * stabilizer);
        quotient.absorbedBy(Vectors.map(b, element -> -weight * doubling * element));
        return quotient.value();
    }

    @Override
    public String describe() {
        return "AlphaBeta(alpha=%s, beta=%s, stabilizer=%s%s)"
                .formatted(
                        Parameters.print(alpha), Parameters.print(beta), Parameters.print(stabilizer), bias.suffix());
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Optional;

/**
 * s = R / denominator, the quotient that every rule hands back through its layer, with the ledger entries that go with it.
 */
final class Quotient {
    /** Up to here, what is lost to rounding where |z| is small against ε does not show in the float32 relevance of a layer. */
    private static final double SMALL_STABILISER = 0.01;

    private final LayerView layer;
    private final Value value;

    private Quotient(LayerView layer, Value value) {
        this.layer = layer;
        this.value = value;
    }

    /**
     * R / stab(z) for the layer's own output. Where R is a multiple of it, R = g·z, that is g·|z| / (|z| + ε): nearly g, and cheaper to
     * compute so.
     */
    static Quotient ofOutput(LayerView layer, double epsilon) {
        TensorBuilder tensors = layer.tensors();
        Value z = layer.output();
        boolean positive = layer.rectified() || z.nonNegative();
        Optional<Value> factor =
                epsilon <= SMALL_STABILISER ? tensors.cofactor(layer.relevance(), z) : Optional.empty();
        if (factor.isPresent()) {
            Value denominator = tensors.add(tensors.absolute(z), epsilon);
            Quotient quotient = new Quotient(layer, tensors.damp(factor.get(), denominator, epsilon));
            if (positive) {
                quotient.stabilisedBy(epsilon);
            } else {
                layer.stabilised(tensors.multiply(tensors.dot(quotient.value, tensors.sign(z)), epsilon));
            }
            return quotient;
        }
        return positive ? positive(layer, tensors.add(z, epsilon), epsilon) : stabilised(layer, z, epsilon);
    }

    /** R / stab(z) for a z of any sign. */
    static Quotient stabilised(LayerView layer, Value z, double epsilon) {
        TensorBuilder tensors = layer.tensors();
        Value stabilizer = tensors.stabilizer(z, epsilon);
        Value quotient = tensors.divide(layer.relevance(), tensors.add(z, stabilizer));
        layer.stabilised(tensors.dot(quotient, stabilizer));
        return new Quotient(layer, quotient);
    }

    /** R / denominator for a positive denominator that has ε in it already. */
    static Quotient positive(LayerView layer, Value denominator, double epsilon) {
        Quotient quotient = unstabilised(layer, denominator);
        quotient.stabilisedBy(epsilon);
        return quotient;
    }

    /** R / denominator, the ledger left to the rule. */
    static Quotient unstabilised(LayerView layer, Value denominator) {
        return new Quotient(layer, layer.tensors().divide(layer.relevance(), denominator));
    }

    /** A quotient that the rule computed by itself. */
    static Quotient of(LayerView layer, Value value) {
        return new Quotient(layer, value);
    }

    Value value() {
        return value;
    }

    /** s·factors, one factor per channel. */
    Value times(double[] factors) {
        TensorBuilder tensors = layer.tensors();
        return tensors.multiply(value, tensors.perChannel(factors));
    }

    /** Notes Σ s·b: what a bias in the denominator absorbs. */
    void absorbedBy(double[] bias) {
        for (double element : bias) {
            if (element != 0) {
                TensorBuilder tensors = layer.tensors();
                layer.absorbed(tensors.weightedSum(tensors.sumPositions(value), bias));
                return;
            }
        }
    }

    /** Notes Σ s·ε: what a stabiliser of this sign takes at every output. */
    void stabilisedBy(double epsilon) {
        TensorBuilder tensors = layer.tensors();
        layer.stabilised(tensors.weightedSum(tensors.sumPositions(value), Vectors.filled(value.channels(), epsilon)));
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Map;
import java.util.Set;

/**
 * R_in = x · ct(R / stab(z), W). Bach et al., "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance
 * Propagation", PLOS ONE 2015, equation 58; zennit's {@code Epsilon}.
 *
 * @param epsilon ε &gt; 0 of the denominator
 * @param bias whether z has its bias
 */
public record Epsilon(double epsilon, Bias bias) implements SharedRule {
    public Epsilon {
        Parameters.requirePositive("Epsilon", "epsilon", epsilon);
    }

    static Epsilon of(Parameters parameters, InputRange range) {
        return new Epsilon(parameters.real("epsilon", 1e-6), parameters.bias());
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.AFFINE;
    }

    @Override
    public Value propagate(LayerView layer) {
        TensorBuilder tensors = layer.tensors();
        Quotient quotient = bias.changes(layer)
                ? Quotient.stabilised(layer, layer.forward(layer.input(), layer.weight(), bias.of(layer)), epsilon)
                : Quotient.ofOutput(layer, epsilon);
        quotient.absorbedBy(bias.of(layer));
        return tensors.multiply(layer.backward(quotient.value(), layer.weight()), layer.input());
    }

    @Override
    public boolean shares() {
        return bias == Bias.KEPT;
    }

    /** A = Σ a·s. */
    @Override
    public Map<SharedTerm, Value> share(CopyView copy) {
        Quotient quotient = Quotient.ofOutput(copy, epsilon);
        quotient.absorbedBy(copy.bias());
        return Map.of(SharedTerm.LINEAR, quotient.times(copy.scale()));
    }

    @Override
    public String describe() {
        return "Epsilon(epsilon=%s%s)".formatted(Parameters.print(epsilon), bias.suffix());
    }
}

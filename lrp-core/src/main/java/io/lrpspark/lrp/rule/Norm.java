package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.Value;
import java.util.Set;

/**
 * R_in = x · ∂z/∂x · R / stab(z): relevance in proportion to the contributions, for layers without parameters such as pools. zennit's
 * {@code Norm}.
 *
 * @param stabilizer ε &gt; 0 of the denominator
 */
public record Norm(double stabilizer) implements Rule {
    public Norm {
        Parameters.requirePositive("Norm", "stabilizer", stabilizer);
    }

    static Norm of(Parameters parameters, InputRange range) {
        return new Norm(parameters.real("stabilizer", 1e-6));
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.POOLS;
    }

    @Override
    public Value propagate(LayerView layer) {
        Quotient quotient = Quotient.ofOutput(layer, stabilizer);
        return layer.tensors().multiply(layer.gradient(quotient.value()), layer.input());
    }

    @Override
    public String describe() {
        return "Norm(stabilizer=%s)".formatted(Parameters.print(stabilizer));
    }
}

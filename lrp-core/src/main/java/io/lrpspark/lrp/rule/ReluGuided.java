package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.Value;
import java.util.Set;

/** R_in = R⁺ where the unit is active, 0 elsewhere. zennit's {@code ReLUGuidedGrad}. */
public record ReluGuided() implements Rule {
    static ReluGuided of(Parameters parameters, InputRange range) {
        return new ReluGuided();
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.ACTIVATIONS;
    }

    @Override
    public Value propagate(LayerView layer) {
        Value positive = layer.tensors().positive(layer.oriented(layer.relevance()));
        return layer.gradient(layer.oriented(positive));
    }

    @Override
    public boolean proportional() {
        return false;
    }

    @Override
    public boolean conserving() {
        return false;
    }

    @Override
    public String describe() {
        return "ReluGuided";
    }
}

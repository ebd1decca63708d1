package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.Value;
import java.util.Map;
import java.util.Set;

/** R_in = R · ∂z/∂x: what relevance does at functions that no rule is hung on. */
public record Gradient() implements SharedRule {
    static Gradient of(Parameters parameters, InputRange range) {
        return new Gradient();
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.ALL;
    }

    @Override
    public Value propagate(LayerView layer) {
        return layer.gradient(layer.relevance());
    }

    /** A = Σ a·R. */
    @Override
    public Map<SharedTerm, Value> share(CopyView copy) {
        Value scale = copy.tensors().perChannel(copy.scale());
        return Map.of(SharedTerm.GRADIENT, copy.tensors().multiply(copy.relevance(), scale));
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
        return "Gradient";
    }
}

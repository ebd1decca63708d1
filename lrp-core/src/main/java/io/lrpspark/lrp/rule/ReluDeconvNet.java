package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.Value;
import java.util.Set;

/** R_in = R⁺. zennit's {@code ReLUDeconvNet}. */
public record ReluDeconvNet() implements Rule {
    static ReluDeconvNet of(Parameters parameters, InputRange range) {
        return new ReluDeconvNet();
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.ACTIVATIONS;
    }

    @Override
    public Value propagate(LayerView layer) {
        return layer.oriented(layer.tensors().positive(layer.oriented(layer.arriving())));
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
        return "ReluDeconvNet";
    }
}

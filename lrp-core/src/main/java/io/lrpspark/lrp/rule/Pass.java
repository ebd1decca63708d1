package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.Value;
import java.util.Set;

/** R_in = R: the layer is as if it were not there. zennit's {@code Pass}. */
public record Pass() implements Rule {
    static Pass of(Parameters parameters, InputRange range) {
        return new Pass();
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.SHAPE_KEEPING;
    }

    @Override
    public Value propagate(LayerView layer) {
        return layer.relevance();
    }

    @Override
    public boolean proportional() {
        return false;
    }

    @Override
    public String describe() {
        return "Pass";
    }
}

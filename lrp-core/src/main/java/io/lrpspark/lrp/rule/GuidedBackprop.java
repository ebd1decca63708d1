package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.List;

/** Springenberg et al., "Striving for Simplicity: The All Convolutional Net", ICLR-W 2015; zennit's {@code GuidedBackprop}. */
final class GuidedBackprop implements CompositeFactory {
    @Override
    public String summary() {
        return "gradient, only where it and the activation are positive";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        return List.of(new Assignment(Composite.ACTIVATIONS, Position.ANYWHERE, new ReluGuided()));
    }
}

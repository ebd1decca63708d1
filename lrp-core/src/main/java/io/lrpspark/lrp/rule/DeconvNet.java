package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.List;

/** Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014; zennit's {@code DeconvNet}. */
final class DeconvNet implements CompositeFactory {
    @Override
    public String summary() {
        return "gradient, only where it is positive, whatever the activation";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        return List.of(new Assignment(Composite.ACTIVATIONS, Position.ANYWHERE, new ReluDeconvNet()));
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.List;

/** The Epsilon rule on every layer with weights. */
final class EpsilonEverywhere implements CompositeFactory {
    @Override
    public String summary() {
        return "Epsilon on convolutions and fully connected layers";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        double epsilon = parameters.real("epsilon", 1e-6);
        double stabilizer = parameters.real("stabilizer", 1e-6);
        Bias bias = parameters.bias();
        return Composite.onBase(
                stabilizer, new Assignment(Composite.LINEAR_LAYERS, Position.ANYWHERE, new Epsilon(epsilon, bias)));
    }
}

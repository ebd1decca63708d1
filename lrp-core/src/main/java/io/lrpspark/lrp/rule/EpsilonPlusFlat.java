package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.List;

/** zennit's {@code EpsilonPlusFlat}. */
final class EpsilonPlusFlat implements CompositeFactory {
    @Override
    public String summary() {
        return "epsilon-plus with Flat on the first layer";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        double epsilon = parameters.real("epsilon", 1e-6);
        double stabilizer = parameters.real("stabilizer", 1e-6);
        Bias bias = parameters.bias();
        return Composite.onBase(
                stabilizer,
                new Assignment(Composite.LINEAR_LAYERS, Position.FIRST, new Flat(stabilizer)),
                new Assignment(Composite.CONVOLUTIONS, Position.ANYWHERE, new ZPlus(stabilizer, bias)),
                new Assignment(Composite.FULLY_CONNECTED, Position.ANYWHERE, new Epsilon(epsilon, bias)));
    }
}

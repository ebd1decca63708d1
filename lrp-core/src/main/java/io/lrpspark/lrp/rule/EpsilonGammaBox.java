package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.List;

/** zennit's {@code EpsilonGammaBox}; without bounds the box is black and white. */
final class EpsilonGammaBox implements CompositeFactory {
    @Override
    public String summary() {
        return "Epsilon on fully connected layers, Gamma(0.25) on convolutions, ZBox on the first";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        double epsilon = parameters.real("epsilon", 1e-6);
        double stabilizer = parameters.real("stabilizer", 1e-6);
        Bias bias = parameters.bias();
        double gamma = parameters.real("gamma", 0.25);
        List<Double> low = parameters.reals("low", range.low());
        List<Double> high = parameters.reals("high", range.high());
        return Composite.onBase(
                stabilizer,
                new Assignment(Composite.LINEAR_LAYERS, Position.FIRST, new ZBox(low, high, stabilizer)),
                new Assignment(Composite.CONVOLUTIONS, Position.ANYWHERE, new Gamma(gamma, stabilizer, bias)),
                new Assignment(Composite.FULLY_CONNECTED, Position.ANYWHERE, new Epsilon(epsilon, bias)));
    }
}

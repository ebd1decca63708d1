package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.List;

/** zennit's {@code BetaSmooth}. */
final class BetaSmooth implements CompositeFactory {
    @Override
    public String summary() {
        return "gradient with softplus in place of the activations";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        double beta = parameters.real("beta", 10);
        return List.of(new Assignment(Composite.ACTIVATIONS, Position.ANYWHERE, new ReluBetaSmooth(beta)));
    }
}

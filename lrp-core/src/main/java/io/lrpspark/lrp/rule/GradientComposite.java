package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import java.util.List;

/** No rule at all: the gradient. */
final class GradientComposite implements CompositeFactory {
    @Override
    public String summary() {
        return "the plain gradient of the logit";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        return List.of();
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import java.util.List;

/** {@link Method.Occlusion}. */
final class Occlusion implements CompositeFactory {
    @Override
    public String summary() {
        return "how much the logit falls when a window is covered; forward passes only";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        return List.of();
    }

    @Override
    public Method method(Parameters parameters) {
        return new Method.Occlusion(
                parameters.whole("window", 8), parameters.whole("stride", 8), parameters.reals("value", List.of(0.0)));
    }
}

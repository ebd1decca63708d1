package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import java.util.List;

/** {@link Method.IntegratedGradients} of the plain gradient, or of the composite that {@code of} names. */
final class IntegratedGradients implements CompositeFactory {
    @Override
    public String summary() {
        return "mean gradient on the way from a baseline to the image, times the difference";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        return Composites.ofPasses(parameters, range);
    }

    @Override
    public Method method(Parameters parameters) {
        return new Method.IntegratedGradients(
                parameters.whole("steps", 20), parameters.reals("baseline", List.of(0.0)));
    }
}

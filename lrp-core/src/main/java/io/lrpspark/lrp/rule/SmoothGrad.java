package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import java.util.List;

/** {@link Method.SmoothGrad} of the plain gradient, or of the composite that {@code of} names. */
final class SmoothGrad implements CompositeFactory {
    @Override
    public String summary() {
        return "mean gradient over noisy copies of the image";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        return Composites.ofPasses(parameters, range);
    }

    @Override
    public Method method(Parameters parameters) {
        return new Method.SmoothGrad(
                parameters.whole("samples", 20), parameters.real("noise", 0.1), parameters.integer("seed", 0));
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import java.util.List;

/** The gradient of the logit, or what the composite that {@code of} names gives, times the image. */
final class GradientTimesInput implements CompositeFactory {
    @Override
    public String summary() {
        return "gradient times input";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        return Composites.ofPasses(parameters, range);
    }

    @Override
    public Method method(Parameters parameters) {
        return new Method.TimesInput();
    }
}

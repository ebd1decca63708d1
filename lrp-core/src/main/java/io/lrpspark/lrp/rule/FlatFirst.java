package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Another composite with Flat on the first layer: zennit's {@code EpsilonPlusFlat} and {@code EpsilonAlpha2Beta1Flat}.
 *
 * @param name the other composite's name
 * @param others the rules of all other layers
 */
record FlatFirst(String name, CompositeFactory others) implements CompositeFactory {
    @Override
    public String summary() {
        return name + " with Flat on the first layer";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        Flat flat = new Flat(parameters.real("stabilizer", 1e-6));
        List<Assignment> assignments = new ArrayList<>();
        assignments.add(new Assignment(Composite.LINEAR_LAYERS, Position.FIRST, flat));
        assignments.addAll(others.create(parameters, range));
        return assignments;
    }
}

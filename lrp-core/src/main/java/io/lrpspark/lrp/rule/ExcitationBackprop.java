package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.List;
import java.util.Set;

/** Zhang et al., "Top-Down Neural Attention by Excitation Backprop", ECCV 2016; zennit's {@code ExcitationBackprop}. */
final class ExcitationBackprop implements CompositeFactory {
    @Override
    public String summary() {
        return "ZPlus on layers with weights, gradient on activations and batch norms";
    }

    @Override
    public List<Assignment> create(Parameters parameters, InputRange range) {
        double stabilizer = parameters.real("stabilizer", 1e-6);
        Bias bias = parameters.bias();
        return List.of(
                new Assignment(
                        Set.of(NodeKind.AVERAGE_POOL, NodeKind.GLOBAL_AVERAGE_POOL),
                        Position.ANYWHERE,
                        new Norm(stabilizer)),
                new Assignment(Composite.LINEAR_LAYERS, Position.ANYWHERE, new ZPlus(stabilizer, bias)));
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Set;

/**
 * R_in = R · sigmoid(β·x): the gradient of softplus with sharpness β instead of the ReLU's step. Dombrowski et al., "Explanations can be
 * manipulated and geometry is to blame", NeurIPS 2019; zennit's {@code ReLUBetaSmooth}.
 *
 * @param beta β &gt; 0; the larger, the closer to the ReLU's own gradient
 */
public record ReluBetaSmooth(double beta) implements Rule {
    public ReluBetaSmooth {
        Parameters.requirePositive("ReluBetaSmooth", "beta", beta);
    }

    static ReluBetaSmooth of(Parameters parameters, InputRange range) {
        return new ReluBetaSmooth(parameters.real("beta", 10));
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.ACTIVATIONS;
    }

    @Override
    public Value propagate(LayerView layer) {
        TensorBuilder tensors = layer.tensors();
        return tensors.multiply(layer.arriving(), tensors.sigmoid(tensors.multiply(layer.argument(), beta)));
    }

    @Override
    public boolean proportional() {
        return false;
    }

    @Override
    public boolean conserving() {
        return false;
    }

    @Override
    public String describe() {
        return "ReluBetaSmooth(beta=%s)".formatted(Parameters.print(beta));
    }
}

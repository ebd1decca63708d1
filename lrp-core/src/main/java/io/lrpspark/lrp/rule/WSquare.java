package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Set;

/**
 * R_in = ct(R / stab(Σ W² + b²), W²): relevance in proportion to squared weights, whatever the input. Montavon et al., Pattern Recognition
 * 2017, section 4.1; zennit's {@code WSquare}. Padding counts zero.
 *
 * @param stabilizer ε &gt; 0 of the denominator
 * @param bias whether the denominator has its b²
 */
public record WSquare(double stabilizer, Bias bias) implements Rule {
    public WSquare {
        Parameters.requirePositive("WSquare", "stabilizer", stabilizer);
    }

    static WSquare of(Parameters parameters, InputRange range) {
        return new WSquare(parameters.real("stabilizer", 1e-6), parameters.bias());
    }

    @Override
    public Set<NodeKind> kinds() {
        return Kinds.LINEAR_LAYERS;
    }

    @Override
    public Value propagate(LayerView layer) {
        TensorBuilder tensors = layer.tensors();
        Value x = layer.input();
        Value squared = tensors.square(layer.weight());
        double[] squaredBias = Vectors.map(bias.of(layer), element -> element * element);
        Value ones = tensors.constant(Vectors.filled(x.size(), 1), x.channels(), x.height(), x.width());
        Value denominator = layer.forward(ones, squared, Vectors.map(squaredBias, element -> element + stabilizer));
        Quotient quotient = Quotient.positive(layer, denominator, stabilizer);
        quotient.absorbedBy(squaredBias);
        return layer.backward(quotient.value(), squared);
    }

    @Override
    public boolean proportional() {
        return false;
    }

    @Override
    public String describe() {
        return "WSquare(stabilizer=%s%s)".formatted(Parameters.print(stabilizer), bias.suffix());
    }
}

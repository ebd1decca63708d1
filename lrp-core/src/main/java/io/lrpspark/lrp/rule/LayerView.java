package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.List;

/** A layer as a rule sees it. */
public interface LayerView {
    /** The program being written. */
    TensorBuilder tensors();

    /** x, [C, H, W]. */
    Value input();

    /** z, or relu(z) if {@link #rectified()}. */
    Value output();

    /**
     * Whether the relevance is known to vanish wherever z ≤ 0. Then {@link #output()} is relu(z), which is all that a denominator
     * needs, and z can be forgotten.
     */
    boolean rectified();

    /** R, in the shape of the output. */
    Value relevance();

    /** R as it arrives, before a threshold stops what is at inactive units; for rules with an idea of their own of what is active. */
    default Value arriving() {
        return relevance();
    }

    /** What an activation is applied to: the x of relu(x), or a·x + c where a threshold has taken in a batch norm. */
    Value argument();

    /**
     * An activation's relevance turned to where the unit points: s, with the sign changed in the channels whose a is negative where a
     * threshold stands for relu(a·x + c). What is positive then speaks for more activation. Twice is once and back.
     */
    Value oriented(Value s);

    /** W of a linear layer; a constant. */
    Value weight();

    /** b of a linear layer, one per output channel; zeros if it has none. */
    double[] bias();

    /** The linear layer with other weights and bias applied to x; a bias of zeros costs nothing. */
    Value forward(Value x, Value weight, double[] bias);

    /** ct(s, weight): the gradient of the linear layer's input, with other weights. */
    Value backward(Value s, Value weight);

    /**
     * ct(s, weight) + ct(t, other) in one convolution over twice the channels, which writes its result once.
     */
    default Value backward(Value s, Value weight, Value t, Value other) {
        return backward(tensors().concat(List.of(s, t)), tensors().stackKernels(weight, other));
    }

    /** s times the layer's Jacobian at its input; every kind of layer has one. */
    Value gradient(Value s);

    /** Notes relevance, one number per image, that biases absorb. */
    void absorbed(Value perImage);

    /** Notes relevance, one number per image, that stops at thresholds and inactive units. */
    void stopped(Value perImage);

    /** Notes relevance, one number per image, that stabilisers take. */
    void stabilised(Value perImage);
}

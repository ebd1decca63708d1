package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.graph.Shape;
import io.lrpspark.lrp.tensor.Value;
import java.util.Set;

/**
 * How relevance at the output of a layer becomes relevance at its input.
 *
 * <p>A rule is one file: its parameters, its formula and, in {@link #propagate}, that formula in tensor operations. Notation: x input, z
 * output, R relevance at the output, W and b weights and bias, ct(s, W) the gradient of the layer's input for an output gradient s,
 * stab(z) = z + ε·sign(z) with sign(0) = +1.
 */
public interface Rule {
    /** Writes the relevance of the layer's input, and what the rule took away into the layer's ledger. */
    Value propagate(LayerView layer);

    /** The kinds of nodes that the rule has a meaning for; assigned to another, it is refused. */
    Set<NodeKind> kinds();

    /**
     * Refuses a layer that its parameters do not fit.
     *
     * @param input what the layer takes
     * @throws RuleException if there is a value per channel for another number of channels
     */
    default void requireFits(Shape input) {}

    /** Whether the relevance of an input is a multiple of that input, so that it vanishes where the input is zero. */
    default boolean proportional() {
        return true;
    }

    /** Whether all relevance that this rule takes away is written into the ledger; false for gradients. */
    default boolean conserving() {
        return true;
    }

    /**
     * The rule with its parameters, as listings show it.
     */
    String describe();
}

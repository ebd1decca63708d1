package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.tensor.Value;
import java.util.Map;

/**
 * A rule that can be applied to copies of a shared convolution without copying it: its relevance is linear in the quotients of the copies,
 * so that their coefficients can be summed before they go through the convolution. This makes untangled networks cost O(L) convolutions
 * instead of O(L²).
 */
public interface SharedRule extends Rule {
    /** Whether this rule, with its parameters, can do so. */
    default boolean shares() {
        return true;
    }

    /** The coefficients of one consumer's copies, and what they take away into the ledger. */
    Map<SharedTerm, Value> share(CopyView copy);
}

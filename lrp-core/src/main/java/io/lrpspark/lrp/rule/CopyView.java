package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.tensor.Value;

/**
 * One consumer's copies of shared convolutions as a rule sees them: z = a·(w ∗ x) + d per channel, where several convolutions may lie side
 * by side in the channels. Copies have no weights to run with; what they have in common is computed once for all of them.
 */
public interface CopyView extends LayerView {
    /** a, one per channel, of any sign. */
    double[] scale();

    /** P, the part of w ∗ x that positive contributions make: w⁺x⁺ + w⁻x⁻. */
    Value positivePart();

    /** M, the part that negative contributions make: w ∗ x − P. */
    Value negativePart();
}

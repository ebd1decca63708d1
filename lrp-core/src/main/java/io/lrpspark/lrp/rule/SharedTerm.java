package io.lrpspark.lrp.rule;

/**
 * What a copy of a shared convolution asks of it: coefficients, in the shape of its output, that are summed over all copies and handed back
 * through the convolution once.
 */
public enum SharedTerm {
    /** x · ct(A, w). */
    LINEAR,
    /** A of x⁺·ct(A, w⁺) + x⁻·ct(A, w⁻) + x⁺·ct(B, w⁻) + x⁻·ct(B, w⁺). */
    POSITIVE,
    /** B of the same. */
    NEGATIVE,
    /** ct(A, w), without x. */
    GRADIENT
}

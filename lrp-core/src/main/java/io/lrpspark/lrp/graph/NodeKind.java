package io.lrpspark.lrp.graph;

import java.util.Locale;

/** The kinds of {@link Node}, for exhaustive switches and for composites that assign rules by kind. */
public enum NodeKind {
    INPUT,
    CONVOLUTION,
    LINEAR,
    BATCH_NORM,
    RELU,
    THRESHOLD,
    CONSTANT_MAP,
    SHARED_CONVOLUTION,
    CONVOLUTION_COPY,
    MAX_POOL,
    AVERAGE_POOL,
    GLOBAL_AVERAGE_POOL,
    CONCAT;

    /** The name in listings and composite files: lower case with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

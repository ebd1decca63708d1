package io.lrpspark.lrp.program;

/** What is measured of the relevance on its way. */
public enum LedgerPart {
    /** Absorbed by biases. */
    ABSORBED,
    /** Stopped at thresholds and inactive units. */
    STOPPED,
    /** Taken by stabilisers of denominators. */
    STABILISED,
    /** The sum that arrives at the node's output. No loss: measured at {@link Detail#LAYERS}, and where there is no ledger. */
    RECEIVED,
    /** The sum that the node hands on to its inputs. No loss: measured at {@link Detail#LAYERS}. */
    HANDED_ON
}

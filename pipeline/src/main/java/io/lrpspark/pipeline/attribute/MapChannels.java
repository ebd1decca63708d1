package io.lrpspark.pipeline.attribute;

/** What becomes of the colour channels of a relevance map. */
public enum MapChannels {
    /** One channel: the sum over colours. */
    SUMMED,
    /** All channels of the network's input. */
    KEPT
}

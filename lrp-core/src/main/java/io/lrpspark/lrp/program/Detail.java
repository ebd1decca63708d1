package io.lrpspark.lrp.program;

/** What a program measures besides relevance at the input. */
public enum Detail {
    /** The parts of the ledger. */
    LEDGER,
    /** The ledger, and how much relevance every node receives and hands on; some per cent slower. */
    LAYERS
}

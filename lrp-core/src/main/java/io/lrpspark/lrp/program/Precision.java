package io.lrpspark.lrp.program;

/** The arithmetic of a program. */
public enum Precision {
    /** float32: what networks are run in. */
    FLOAT32,
    /** float64: what programs are verified in; several times slower. */
    FLOAT64
}

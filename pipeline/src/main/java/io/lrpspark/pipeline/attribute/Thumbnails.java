package io.lrpspark.pipeline.attribute;

/** Whether rows carry a small picture of their image. */
public enum Thumbnails {
    /** A small JPEG of the preprocessed crop in every row. */
    STORED,
    /** None. */
    OMITTED
}

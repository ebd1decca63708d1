package io.lrpspark.pipeline.attribute;

import java.util.Locale;

/** The step at which an image failed. */
enum Stage {
    READ,
    DECODE,
    ATTRIBUTE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

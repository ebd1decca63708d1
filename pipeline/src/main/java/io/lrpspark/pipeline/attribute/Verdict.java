package io.lrpspark.pipeline.attribute;

import java.util.Locale;

/** How a run ended. */
public enum Verdict {
    /** Everything was done; failures, if any, are within the limit. */
    COMPLETE,
    /** Everything that worked was written, but more images failed than the limit allows. */
    TOO_MANY_FAILURES;

    /** The verdict in words, as the run record has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.rule.Composite.Assignment;
import java.util.List;

/** Makes a composite from its parameters; one file each, listed in {@link Composites}. */
interface CompositeFactory {
    /** What it does, in one line, for help texts. */
    String summary();

    /** Its assignments, first match first. */
    List<Assignment> create(Parameters parameters, InputRange range);

    /** What is made of the passes: by default, the relevance of one. */
    default Method method(Parameters parameters) {
        return new Method.Direct();
    }
}

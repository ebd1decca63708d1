package io.lrpspark.lrp.canonize;

import io.lrpspark.lrp.graph.Graph;

/** A rewrite of a network that keeps its function and changes its structure, so that rules of relevance propagation make sense. */
public interface Canonizer {
    /** The rewritten network; its logits equal the original's up to rounding. */
    Graph apply(Graph graph);
}

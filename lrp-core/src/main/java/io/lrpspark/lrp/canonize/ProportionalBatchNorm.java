package io.lrpspark.lrp.canonize;

import io.lrpspark.lrp.graph.BatchNorm;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.Role;

/** Lets relevance through batch norms in proportion to their contributions: Epsilon with ε = 1e-6, as published. */
final class ProportionalBatchNorm implements Canonizer {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter();
        for (Node node : graph.nodes()) {
            rewriter.add(
                    node instanceof BatchNorm norm
                            ? new BatchNorm(norm.name(), norm.input(), norm.scale(), norm.shift(), Role.PROPORTIONAL)
                            : node);
        }
        return rewriter.graph();
    }
}

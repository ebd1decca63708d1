package io.lrpspark.lrp.canonize;

import io.lrpspark.lrp.graph.GlobalAveragePool;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.Role;

/** Makes the global pool, which torchvision calls as a function, a layer that composites see. */
final class PoolsAsLayers implements Canonizer {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter();
        for (Node node : graph.nodes()) {
            rewriter.add(
                    node instanceof GlobalAveragePool pool
                            ? new GlobalAveragePool(pool.name(), pool.input(), Role.LAYER)
                            : node);
        }
        return rewriter.graph();
    }
}

package io.lrpspark.lrp.canonize;

import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.Relu;
import io.lrpspark.lrp.graph.Role;

/** Makes the last ReLU, which torchvision calls as a function, a layer that composites see. */
final class ReluAsLayers implements Canonizer {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter();
        for (Node node : graph.nodes()) {
            rewriter.add(node instanceof Relu relu ? new Relu(relu.name(), relu.input(), Role.LAYER) : node);
        }
        return rewriter.graph();
    }
}

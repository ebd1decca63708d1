package io.lrpspark.lrp.canonize;

import io.lrpspark.lrp.graph.BatchNorm;
import io.lrpspark.lrp.graph.Convolution;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;

/**
 * Convolution → batch norm becomes one convolution, diag(a)·W with bias a·b + c, where nothing else takes the convolution's output. In a
 * DenseNet these are norm0 into conv0 and each norm2 into the conv1 of its layer. zennit's {@code SequentialMergeBatchNorm}.
 */
final class MergeForward implements Canonizer {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter();
        for (Node node : graph.nodes()) {
            if (node instanceof Convolution convolution
                    && graph.onlyConsumer(node).orElse(null) instanceof BatchNorm norm) {
                rewriter.add(merged(convolution, norm));
                rewriter.replace(norm.name(), convolution.name());
            } else if (!(node instanceof BatchNorm
                    && graph.producer(node) instanceof Convolution
                    && graph.onlyConsumer(graph.producer(node)).isPresent())) {
                rewriter.add(node);
            }
        }
        return rewriter.graph();
    }

    private static Convolution merged(Convolution convolution, BatchNorm norm) {
        double[] bias = norm.shift().clone();
        for (int channel = 0; channel < bias.length; channel++) {
            bias[channel] += norm.scale()[channel] * convolution.bias()[channel];
        }
        return new Convolution(
                convolution.name(),
                convolution.input(),
                convolution.kernel().scaleOutputs(norm.scale()),
                bias,
                convolution.stride(),
                convolution.padding());
    }
}

package io.lrpspark.lrp.canonize;

import io.lrpspark.lrp.graph.BatchNorm;
import io.lrpspark.lrp.graph.ConstantMap;
import io.lrpspark.lrp.graph.Convolution;
import io.lrpspark.lrp.graph.GlobalAveragePool;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Kernel;
import io.lrpspark.lrp.graph.Linear;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.Relu;
import io.lrpspark.lrp.graph.Shape;
import io.lrpspark.lrp.graph.Threshold;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Batch norm → ReLU → (global pool →) linear layer becomes threshold → (global pool →) linear layer: relu(a·x + c) = a·clamp(x) + r, and the
 * affine part moves into the linear layer, W·diag(a) with bias b + W·r. A pool without padding commutes with it.
 *
 * <p>Behind a zero-padded convolution W·r depends on the position. As in the published canonizer (Pahde et al., "Optimizing Explanations by
 * Network Canonization and Hyperparameter Search", CVPR-W 2023), it is added behind the convolution as a {@link ConstantMap}, so that rules
 * never see it; where norm2 is merged into its convolution first ({@code sequential-thresh}), there is no such map and biases absorb their
 * share. Channels with a = 0, where the published canonizer divides by zero, are the constant relu(c) and take no relevance.
 */
final class ThresholdBatchNorm implements Canonizer {
    private final Threshold.Inactive inactive;

    ThresholdBatchNorm(Threshold.Inactive inactive) {
        this.inactive = inactive;
    }

    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter();
        Map<String, Threshold> absorbing = new HashMap<>();
        for (Node node : graph.nodes()) {
            Threshold absorbed = absorbing.get(node.name());
            if (node instanceof BatchNorm norm) {
                Optional<Node> linear = linearLayerBehind(graph, norm);
                if (linear.isPresent()) {
                    Threshold threshold =
                            new Threshold(norm.name(), norm.input(), norm.scale(), norm.shift(), inactive);
                    absorbing.put(linear.get().name(), threshold);
                    rewriter.add(threshold);
                    rewriter.replace(graph.consumers(norm).get(0).name(), norm.name());
                } else {
                    rewriter.add(node);
                }
            } else if (node instanceof Relu && !rewriter.resolve(node.name()).equals(node.name())) {
                // its threshold stands in for it
                continue;
            } else if (absorbed != null && node instanceof Convolution convolution) {
                absorb(graph, rewriter, convolution, absorbed);
            } else if (absorbed != null && node instanceof Linear linear) {
                rewriter.add(new Linear(
                        linear.name(),
                        linear.input(),
                        linear.kernel().scaleInputs(absorbed.scale()),
                        sum(linear.bias(), linear.kernel().applyToConstants(absorbed.remainder()))));
            } else {
                rewriter.add(node);
            }
        }
        return rewriter.graph();
    }

    private static Optional<Node> linearLayerBehind(Graph graph, BatchNorm norm) {
        Optional<Node> next = graph.onlyConsumer(norm)
                .filter(Relu.class::isInstance)
                .flatMap(graph::onlyConsumer)
                .flatMap(node -> node instanceof GlobalAveragePool ? graph.onlyConsumer(node) : Optional.of(node));
        return next.filter(node -> node instanceof Convolution || node instanceof Linear);
    }

    private static void absorb(Graph graph, Rewriter rewriter, Convolution convolution, Threshold threshold) {
        Kernel kernel = convolution.kernel();
        Kernel scaled = kernel.scaleInputs(threshold.scale());
        boolean padded = convolution.padding() > 0;
        double[] bias = padded
                ? new double[kernel.outputs()]
                : sum(convolution.bias(), kernel.applyToConstants(threshold.remainder()));
        rewriter.add(new Convolution(
                convolution.name(), convolution.input(), scaled, bias, convolution.stride(), convolution.padding()));
        if (padded) {
            Shape ones = graph.shape(convolution.input());
            String name = convolution.name() + ".constant";
            rewriter.addResolved(new ConstantMap(
                    name,
                    convolution.name(),
                    kernel.contractInputs(threshold.remainder()),
                    convolution.bias(),
                    ones,
                    convolution.stride(),
                    convolution.padding()));
            rewriter.replace(convolution.name(), name);
        }
    }

    static double[] sum(double[] first, double[] second) {
        double[] sum = Arrays.copyOf(first, first.length);
        for (int index = 0; index < sum.length; index++) {
            sum[index] += second[index];
        }
        return sum;
    }
}

package io.lrpspark.lrp.canonize;

import io.lrpspark.lrp.graph.AveragePool;
import io.lrpspark.lrp.graph.BatchNorm;
import io.lrpspark.lrp.graph.Concat;
import io.lrpspark.lrp.graph.Convolution;
import io.lrpspark.lrp.graph.ConvolutionCopy;
import io.lrpspark.lrp.graph.GlobalAveragePool;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Linear;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.graph.Relu;
import io.lrpspark.lrp.graph.Role;
import io.lrpspark.lrp.graph.SharedConvolution;
import io.lrpspark.lrp.graph.Threshold;
import io.lrpspark.lrp.graph.Threshold.Inactive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every batch norm → ReLU behind a concatenation its own copies of the convolutions that feed it, each merged with its slice of the
 * batch norm: conv → ReLU pairs again, as in a network without concatenations. Pahde et al., CVPR-W 2023. The copies' ReLUs and pools are
 * functions there, and so they are here, but for rules that are for activations alone ({@link Role#COPIED}).
 *
 * <p>Where a feature map comes from no convolution (the first pool), its channels take the threshold form of {@link ThresholdBatchNorm}. The
 * published version copies the convolutions; here copies share one, {@link SharedConvolution}.
 */
final class Untangle implements Canonizer {
    @Override
    public Graph apply(Graph graph) {
        return new Untangling(graph).run();
    }

    /** One rewrite. */
    private static final class Untangling {
        private final Graph graph;
        private final Rewriter rewriter = new Rewriter();
        private final Map<String, BatchNorm> entangled = new HashMap<>();
        private final Set<String> dissolved = new HashSet<>();
        private final Set<String> shared = new HashSet<>();
        private final Map<String, String> layers = new HashMap<>();
        private final Map<String, double[]> scales = new HashMap<>();
        private final Map<String, double[]> remainders = new HashMap<>();

        Untangling(Graph graph) {
            this.graph = graph;
            for (Node node : graph.nodes()) {
                if (node instanceof BatchNorm norm && linearLayerBehind(norm).isPresent()) {
                    entangled.put(norm.name(), norm);
                    dissolved.add(graph.consumers(norm).get(0).name());
                    for (Node leaf : leaves(norm.input())) {
                        convolutionOf(leaf).ifPresent(convolution -> shared.add(convolution.name()));
                    }
                }
            }
        }

        Graph run() {
            for (Node node : graph.nodes()) {
                if (node instanceof BatchNorm norm && entangled.containsKey(norm.name())) {
                    untangle(norm);
                } else if (node instanceof Convolution convolution && shared.contains(node.name())) {
                    Convolution scaled = rescaled(convolution);
                    rewriter.add(new SharedConvolution(
                            scaled.name(), scaled.input(), scaled.kernel(), scaled.stride(), scaled.padding()));
                } else if (node instanceof Convolution convolution) {
                    rewriter.add(rescaled(convolution));
                } else if (node instanceof Linear linear) {
                    rewriter.add(rescaled(linear));
                } else if (node instanceof Concat concat && isFeature(node)) {
                    stack(concat);
                } else if (!dissolved.contains(node.name()) && !isFeature(node)) {
                    rewriter.add(node);
                }
            }
            return rewriter.graph();
        }

        private void untangle(BatchNorm norm) {
            List<String> parts = new ArrayList<>();
            double[] scale = new double[norm.scale().length];
            double[] remainder = new double[norm.scale().length];
            Arrays.fill(scale, 1);
            List<Node> leaves = leaves(norm.input());
            Node entry = leaves.get(0);
            int channels = graph.shape(entry.name()).channels();
            double[] a = Arrays.copyOf(norm.scale(), channels);
            double[] c = Arrays.copyOf(norm.shift(), channels);
            String name = norm.name() + "@" + entry.name();
            Optional<Convolution> convolution = convolutionOf(entry);
            if (convolution.isPresent()) {
                double[] bias = rescaled(convolution.get()).bias();
                parts.add(copy(name, convolution.get().name(), Optional.of((AveragePool) entry), a, c, bias));
            } else {
                Threshold threshold = new Threshold(name, entry.name(), a, c, Inactive.STOP);
                rewriter.add(threshold);
                System.arraycopy(threshold.scale(), 0, scale, 0, channels);
                System.arraycopy(threshold.remainder(), 0, remainder, 0, channels);
                parts.add(name);
            }
            if (leaves.size() > 1) {
                double[] bias = leaves.stream()
                        .skip(1)
                        .flatMapToDouble(leaf -> Arrays.stream(((Convolution) leaf).bias()))
                        .toArray();
                parts.add(copy(
                        norm.name() + "@layers",
                        layers.get(norm.input()),
                        Optional.empty(),
                        Arrays.copyOfRange(norm.scale(), channels, norm.scale().length),
                        Arrays.copyOfRange(norm.shift(), channels, norm.shift().length),
                        bias));
            }
            Node linear = linearLayerBehind(norm).orElseThrow();
            scales.put(linear.name(), scale);
            remainders.put(linear.name(), remainder);
            String relu = graph.consumers(norm).get(0).name();
            if (parts.size() == 1) {
                rewriter.replace(relu, parts.get(0));
            } else {
                rewriter.addResolved(new Concat(norm.name(), parts));
                rewriter.replace(relu, norm.name());
            }
        }

        /** d = a·b + c. */
        private String copy(
                String name, String input, Optional<AveragePool> pool, double[] a, double[] c, double[] bias) {
            double[] shift = c.clone();
            for (int channel = 0; channel < shift.length; channel++) {
                shift[channel] += a[channel] * bias[channel];
            }
            rewriter.addResolved(new ConvolutionCopy(name, input, a, shift));
            String last = name;
            if (pool.isPresent()) {
                last = name + ".pool";
                rewriter.addResolved(new AveragePool(
                        last, name, pool.get().window(), pool.get().stride(), Role.FUNCTIONAL));
            }
            rewriter.addResolved(new Relu(name + ".relu", last, Role.COPIED));
            return name + ".relu";
        }

        /** A block's layers lie side by side without the block's input, which is pooled in between. */
        private void stack(Concat concat) {
            String before = layers.get(concat.inputs().get(0));
            String layer = concat.inputs().get(1);
            if (before == null) {
                layers.put(concat.name(), layer);
            } else {
                rewriter.addResolved(new Concat(concat.name(), List.of(before, layer)));
                layers.put(concat.name(), concat.name());
            }
        }

        /** The convolution behind thresholds takes their affine part. */
        private Convolution rescaled(Convolution convolution) {
            double[] scale = scales.get(convolution.name());
            return scale == null
                    ? convolution
                    : new Convolution(
                            convolution.name(),
                            convolution.input(),
                            convolution.kernel().scaleInputs(scale),
                            ThresholdBatchNorm.sum(
                                    convolution.bias(),
                                    convolution.kernel().applyToConstants(remainders.get(convolution.name()))),
                            convolution.stride(),
                            convolution.padding());
        }

        private Linear rescaled(Linear linear) {
            double[] scale = scales.get(linear.name());
            return scale == null
                    ? linear
                    : new Linear(
                            linear.name(),
                            linear.input(),
                            linear.kernel().scaleInputs(scale),
                            ThresholdBatchNorm.sum(
                                    linear.bias(), linear.kernel().applyToConstants(remainders.get(linear.name()))));
        }

        /** Concatenations and pools that only entangled batch norms take: each copy has its own. */
        private boolean isFeature(Node node) {
            boolean candidate = node instanceof Concat
                    || node instanceof AveragePool && convolutionOf(node).isPresent();
            return candidate
                    && graph.consumers(node).stream()
                            .allMatch(consumer -> entangled.containsKey(consumer.name()) || isFeature(consumer));
        }

        private List<Node> leaves(String name) {
            Node node = graph.node(name);
            if (!(node instanceof Concat)) {
                return List.of(node);
            }
            List<Node> leaves = new ArrayList<>();
            node.inputs().forEach(input -> leaves.addAll(leaves(input)));
            return leaves;
        }

        /** The convolution that a feature map comes from, directly or through an average pool. */
        private Optional<Convolution> convolutionOf(Node leaf) {
            Node producer = leaf instanceof AveragePool ? graph.producer(leaf) : leaf;
            return producer instanceof Convolution convolution ? Optional.of(convolution) : Optional.empty();
        }

        private Optional<Node> linearLayerBehind(BatchNorm norm) {
            return graph.onlyConsumer(norm)
                    .filter(Relu.class::isInstance)
                    .flatMap(graph::onlyConsumer)
                    .flatMap(node -> node instanceof GlobalAveragePool ? graph.onlyConsumer(node) : Optional.of(node))
                    .filter(node -> node instanceof Linear
                            || node instanceof Convolution convolution && convolution.padding() == 0)
                    .filter(node -> isDense(leaves(norm.input())));
        }

        /** A block's input, pooled, and any number of layers' convolutions. */
        private boolean isDense(List<Node> leaves) {
            return leaves.get(0).kind() != NodeKind.CONVOLUTION
                    && leaves.stream().skip(1).allMatch(Convolution.class::isInstance);
        }
    }
}

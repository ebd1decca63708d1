package io.lrpspark.lrp.program;

import io.lrpspark.lrp.graph.Concat;
import io.lrpspark.lrp.graph.ConvolutionCopy;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.SharedConvolution;
import io.lrpspark.lrp.rule.CopyView;
import io.lrpspark.lrp.rule.SharedTerm;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What copies of shared convolutions have in common: the parts P and M of their outputs, and the way back through the convolution. */
final class Sharing {
    /**
     * The two parts of w ∗ x.
     *
     * @param positive P
     * @param negative M
     */
    private record Parts(Value positive, Value negative) {}

    private final AttributionCompiler compiler;
    private final Graph graph;
    private final TensorBuilder tensors;
    private final Map<String, Parts> parts = new HashMap<>();

    Sharing(AttributionCompiler compiler) {
        this.compiler = compiler;
        this.graph = compiler.graph();
        this.tensors = compiler.tensors();
    }

    /** The copies of one consumer, for rules that share. */
    CopyView view(ConvolutionCopy copy, Value relevance) {
        return new SharedView(compiler, copy, relevance);
    }

    /** Relevance at the input of a shared convolution, from the sums of its copies' coefficients. */
    Value resolve(SharedConvolution node, Map<SharedTerm, Value> terms) {
        LayerViews.LinearView view = linear(node);
        Value x = view.input();
        Value weight = view.weight();
        List<Value> sums = new ArrayList<>();
        if (terms.containsKey(SharedTerm.LINEAR)) {
            sums.add(tensors.multiply(view.backward(terms.get(SharedTerm.LINEAR), weight), x));
        }
        if (terms.containsKey(SharedTerm.GRADIENT)) {
            sums.add(view.backward(terms.get(SharedTerm.GRADIENT), weight));
        }
        if (terms.containsKey(SharedTerm.POSITIVE)) {
            Value a = terms.get(SharedTerm.POSITIVE);
            Value b = terms.get(SharedTerm.NEGATIVE);
            if (x.nonNegative()) {
                sums.add(tensors.multiply(view.backward(a, tensors.positive(weight), b, tensors.negative(weight)), x));
            } else {
                Value half = tensors.multiply(weight, 0.5);
                Value halfAbsolute = tensors.absolute(half);
                sums.add(tensors.multiplyAdd(
                        tensors.multiply(view.backward(tensors.add(a, b), half), x),
                        view.backward(tensors.subtract(a, b), halfAbsolute),
                        tensors.absolute(x)));
            }
        }
        return sums.stream().reduce(tensors::add).orElseThrow();
    }

    /** The copies one by one, each a convolution of its own, for rules that cannot share. */
    List<LayerViews.View> copies(ConvolutionCopy copy, Value relevance) {
        List<LayerViews.View> views = new ArrayList<>();
        int from = 0;
        for (SharedConvolution shared : convolutions(graph.producer(copy))) {
            int outputs = shared.kernel().outputs();
            int start = from;
            double[] scale = Arrays.copyOfRange(copy.scale(), start, start + outputs);
            double[] shift = Arrays.copyOfRange(copy.shift(), start, start + outputs);
            views.add(
                    new LayerViews.LinearView(
                            compiler,
                            copy,
                            tensors.slice(relevance, start, outputs),
                            ForwardLowering.kernel(tensors, shared.kernel().scaleOutputs(scale)),
                            shift,
                            shared.stride(),
                            shared.padding()) {
                        @Override
                        public Value input() {
                            return compiler.output(shared.input());
                        }

                        @Override
                        String inputName() {
                            return shared.input();
                        }

                        @Override
                        public Value output() {
                            return tensors.slice(super.output(), start, outputs);
                        }
                    });
            from += outputs;
        }
        return views;
    }

    private LayerViews.LinearView linear(SharedConvolution node) {
        return new LayerViews.LinearView(
                compiler,
                node,
                compiler.output(node.name()),
                ForwardLowering.kernel(tensors, node.kernel()),
                new double[node.kernel().outputs()],
                node.stride(),
                node.padding());
    }

    private List<SharedConvolution> convolutions(Node node) {
        if (node instanceof SharedConvolution shared) {
            return List.of(shared);
        }
        List<SharedConvolution> convolutions = new ArrayList<>();
        node.inputs().forEach(input -> convolutions.addAll(convolutions(graph.node(input))));
        return convolutions;
    }

    /** Those of a stack that is the beginning of a longer one are a part of the longer one's. */
    private Parts parts(String name) {
        Parts known = parts.get(name);
        if (known == null) {
            Optional<Node> longer = graph.consumers(graph.node(name)).stream()
                    .filter(consumer -> consumer instanceof Concat
                            && consumer.inputs().get(0).equals(name))
                    .findFirst();
            known = longer.isPresent() ? beginning(longer.get(), name) : whole(name);
            parts.put(name, known);
        }
        return known;
    }

    private Parts beginning(Node longer, String name) {
        Parts all = parts(longer.name());
        int channels = graph.shape(name).channels();
        return new Parts(tensors.slice(all.positive(), 0, channels), tensors.slice(all.negative(), 0, channels));
    }

    private Parts whole(String name) {
        List<Parts> all =
                convolutions(graph.node(name)).stream().map(this::parts).toList();
        return all.size() == 1
                ? all.get(0)
                : new Parts(
                        tensors.concat(all.stream().map(Parts::positive).toList()),
                        tensors.concat(all.stream().map(Parts::negative).toList()));
    }

    private Parts parts(SharedConvolution node) {
        LayerViews.LinearView view = linear(node);
        Value x = view.input();
        Value z = compiler.output(node.name());
        double[] none = view.bias();
        if (x.nonNegative()) {
            Value positive = view.forward(x, tensors.positive(view.weight()), none);
            return new Parts(positive, tensors.subtract(z, positive));
        }
        Value magnitude = view.forward(tensors.absolute(x), tensors.absolute(view.weight()), none);
        return new Parts(
                tensors.multiply(tensors.add(z, magnitude), 0.5),
                tensors.multiply(tensors.subtract(z, magnitude), 0.5));
    }

    private final class SharedView extends LayerViews.View implements CopyView {
        private final ConvolutionCopy copy;

        SharedView(AttributionCompiler compiler, ConvolutionCopy copy, Value relevance) {
            super(compiler, copy, relevance);
            this.copy = copy;
        }

        @Override
        public double[] scale() {
            return copy.scale();
        }

        @Override
        public double[] bias() {
            return copy.shift();
        }

        @Override
        public Value positivePart() {
            return parts(copy.input()).positive();
        }

        @Override
        public Value negativePart() {
            return parts(copy.input()).negative();
        }

        @Override
        public Value gradient(Value s) {
            return tensors.multiply(s, tensors.perChannel(copy.scale()));
        }
    }
}

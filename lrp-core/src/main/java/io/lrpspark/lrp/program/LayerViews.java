package io.lrpspark.lrp.program;

import io.lrpspark.lrp.graph.AveragePool;
import io.lrpspark.lrp.graph.BatchNorm;
import io.lrpspark.lrp.graph.Convolution;
import io.lrpspark.lrp.graph.Linear;
import io.lrpspark.lrp.graph.MaxPool;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.graph.Threshold;
import io.lrpspark.lrp.graph.Threshold.Inactive;
import io.lrpspark.lrp.rule.LayerView;
import io.lrpspark.lrp.rule.RuleException;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What rules see of each kind of node. */
final class LayerViews {
    /** Kinds whose gradient loses no relevance but what is written into the ledger. */
    private static final Set<NodeKind> CONSERVING_GRADIENT = EnumSet.of(
            NodeKind.INPUT,
            NodeKind.CONCAT,
            NodeKind.RELU,
            NodeKind.THRESHOLD,
            NodeKind.CONSTANT_MAP,
            NodeKind.SHARED_CONVOLUTION,
            NodeKind.MAX_POOL,
            NodeKind.AVERAGE_POOL,
            NodeKind.GLOBAL_AVERAGE_POOL);

    private LayerViews() {}

    static boolean conservesGradient(Node node) {
        return CONSERVING_GRADIENT.contains(node.kind());
    }

    static View of(AttributionCompiler compiler, Node node, Value relevance) {
        return switch (node.kind()) {
            case CONVOLUTION -> {
                Convolution convolution = (Convolution) node;
                yield new LinearView(
                        compiler,
                        node,
                        relevance,
                        ForwardLowering.kernel(compiler.tensors(), convolution.kernel()),
                        convolution.bias(),
                        convolution.stride(),
                        convolution.padding());
            }
            case LINEAR -> {
                Linear linear = (Linear) node;
                yield new LinearView(
                        compiler,
                        node,
                        relevance,
                        ForwardLowering.kernel(compiler.tensors(), linear.kernel()),
                        linear.bias(),
                        1,
                        0);
            }
            case BATCH_NORM -> new BatchNormView(compiler, (BatchNorm) node, relevance);
            case RELU -> new ReluView(compiler, node, relevance);
            case THRESHOLD -> new ThresholdView(compiler, (Threshold) node, relevance);
            case MAX_POOL -> new MaxPoolView(compiler, (MaxPool) node, relevance);
            case AVERAGE_POOL -> new AveragePoolView(compiler, (AveragePool) node, relevance);
            case GLOBAL_AVERAGE_POOL -> new GlobalAveragePoolView(compiler, node, relevance);
            case CONSTANT_MAP -> new IdentityView(compiler, node, relevance);
            case INPUT, CONCAT, SHARED_CONVOLUTION, CONVOLUTION_COPY -> throw new IllegalStateException(
                    node.name() + " is no layer");
        };
    }

    /** What all views share. */
    abstract static class View implements LayerView {
        final AttributionCompiler compiler;
        final Node node;
        private final Value relevance;

        View(AttributionCompiler compiler, Node node, Value relevance) {
            this.compiler = compiler;
            this.node = node;
            this.relevance = relevance;
        }

        String inputName() {
            return node.inputs().get(0);
        }

        @Override
        public TensorBuilder tensors() {
            return compiler.tensors();
        }

        @Override
        public Value input() {
            return compiler.output(inputName());
        }

        @Override
        public Value output() {
            return compiler.output(
                    rectified() ? compiler.graph().consumers(node).get(0).name() : node.name());
        }

        @Override
        public boolean rectified() {
            return compiler.vanishing().rectified(node.name());
        }

        @Override
        public Value relevance() {
            return relevance;
        }

        @Override
        public Value argument() {
            throw noActivation();
        }

        @Override
        public Value oriented(Value s) {
            throw noActivation();
        }

        private RuleException noActivation() {
            return new RuleException("%s is a %s: give it a rule that is not for activations only"
                    .formatted(node.name(), node.kind().label()));
        }

        @Override
        public Value weight() {
            throw withoutWeights();
        }

        @Override
        public double[] bias() {
            throw withoutWeights();
        }

        @Override
        public Value forward(Value x, Value weight, double[] bias) {
            throw withoutWeights();
        }

        @Override
        public Value backward(Value s, Value weight) {
            throw withoutWeights();
        }

        /** s without what is at inactive units, which is noted; {@code activation} is 0 there and nowhere else. */
        final Value stop(Value s, Value activation) {
            // before s is overwritten
            Value arriving = tensors().sum(s);
            Value active = tensors().whereNonzero(s, activation);
            stopped(tensors().subtract(arriving, tensors().sum(active)));
            return active;
        }

        private RuleException withoutWeights() {
            return new RuleException(
                    "%s is a %s without weights: give it a rule such as Pass, Norm or Gradient instead of one for linear layers"
                            .formatted(node.name(), node.kind().label()));
        }

        @Override
        public void absorbed(Value perImage) {
            compiler.note(node.name(), LedgerPart.ABSORBED, perImage);
        }

        @Override
        public void stopped(Value perImage) {
            compiler.note(node.name(), LedgerPart.STOPPED, perImage);
        }

        @Override
        public void stabilised(Value perImage) {
            compiler.note(node.name(), LedgerPart.STABILISED, perImage);
        }
    }

    /** Convolutions and fully connected layers. */
    static class LinearView extends View {
        private final Value weight;
        private final double[] bias;
        private final int stride;
        private final int padding;

        LinearView(
                AttributionCompiler compiler,
                Node node,
                Value relevance,
                Value weight,
                double[] bias,
                int stride,
                int padding) {
            super(compiler, node, relevance);
            this.weight = weight;
            this.bias = bias;
            this.stride = stride;
            this.padding = padding;
        }

        @Override
        public Value weight() {
            return weight;
        }

        @Override
        public double[] bias() {
            return bias;
        }

        @Override
        public Value forward(Value x, Value weight, double[] bias) {
            return ForwardLowering.convolution(tensors(), x, weight, bias, stride, padding);
        }

        @Override
        public Value backward(Value s, Value weight) {
            return tensors().convolutionGradient(s, weight, stride, padding, input().height(), input().width());
        }

        @Override
        public Value gradient(Value s) {
            return backward(s, weight);
        }
    }

    /** Batch norms: the linear layer diag(a)·x + c. */
    private static final class BatchNormView extends View {
        private final BatchNorm norm;

        BatchNormView(AttributionCompiler compiler, BatchNorm norm, Value relevance) {
            super(compiler, norm, relevance);
            this.norm = norm;
        }

        @Override
        public Value weight() {
            return tensors().perChannel(norm.scale());
        }

        @Override
        public double[] bias() {
            return norm.shift();
        }

        @Override
        public Value forward(Value x, Value weight, double[] bias) {
            return tensors().multiplyAdd(tensors().perChannel(bias), x, weight);
        }

        @Override
        public Value backward(Value s, Value weight) {
            return tensors().multiply(s, weight);
        }

        @Override
        public Value gradient(Value s) {
            return backward(s, weight());
        }
    }

    private static final class ReluView extends View {
        ReluView(AttributionCompiler compiler, Node node, Value relevance) {
            super(compiler, node, relevance);
        }

        @Override
        public Value argument() {
            return input();
        }

        @Override
        public Value oriented(Value s) {
            return s;
        }

        @Override
        public Value gradient(Value s) {
            if (compiler.vanishing().atZero(node.name())) {
                return s;
            }
            return stop(s, output());
        }
    }

    /** Thresholds: the derivative is 0 where the ReLU was inactive, 1 elsewhere. */
    private static final class ThresholdView extends View {
        private final Threshold threshold;
        private final Value unstopped;
        private final Value active;

        ThresholdView(AttributionCompiler compiler, Threshold threshold, Value relevance) {
            super(compiler, threshold, relevance);
            this.threshold = threshold;
            this.unstopped = relevance;
            this.active = threshold.inactive() == Inactive.STOP ? active(relevance) : relevance;
        }

        @Override
        public Value relevance() {
            return active;
        }

        @Override
        public Value arriving() {
            return unstopped;
        }

        /** Channels with a = 0 are constants that nothing activates, and pass no gradient. */
        @Override
        public Value argument() {
            double[] shift = threshold.shift().clone();
            for (int channel = 0; channel < shift.length; channel++) {
                if (threshold.scale()[channel] == 0) {
                    shift[channel] = -ForwardLowering.UNBOUNDED;
                }
            }
            return ForwardLowering.affine(tensors(), input(), threshold.scale(), shift);
        }

        @Override
        public Value oriented(Value s) {
            double[] signs = Arrays.stream(threshold.scale()).map(Math::signum).toArray();
            return Arrays.stream(signs).allMatch(sign -> sign > 0)
                    ? s
                    : tensors().multiply(s, tensors().perChannel(signs));
        }

        @Override
        public Value gradient(Value s) {
            return threshold.inactive() == Inactive.STOP ? s : active(s);
        }

        private Value active(Value s) {
            return stop(s, compiler.multiples().activation(threshold));
        }
    }

    private static final class MaxPoolView extends View {
        private final MaxPool pool;

        MaxPoolView(AttributionCompiler compiler, MaxPool pool, Value relevance) {
            super(compiler, pool, relevance);
            this.pool = pool;
        }

        @Override
        public Value gradient(Value s) {
            return tensors().maxPoolGradient(s, input(), pool.window(), pool.stride(), pool.padding());
        }
    }

    private static final class AveragePoolView extends View {
        private final AveragePool pool;

        AveragePoolView(AttributionCompiler compiler, AveragePool pool, Value relevance) {
            super(compiler, pool, relevance);
            this.pool = pool;
        }

        @Override
        public Value gradient(Value s) {
            return tensors().averagePoolGradient(s, pool.window(), pool.stride(), input().height(), input().width());
        }
    }

    private static final class GlobalAveragePoolView extends View {
        GlobalAveragePoolView(AttributionCompiler compiler, Node node, Value relevance) {
            super(compiler, node, relevance);
        }

        @Override
        public Value gradient(Value s) {
            int height = input().height();
            int width = input().width();
            return tensors().expand(tensors().multiply(s, 1.0 / (height * width)), height, width);
        }
    }

    /** Nodes that relevance goes through unchanged. */
    private static final class IdentityView extends View {
        IdentityView(AttributionCompiler compiler, Node node, Value relevance) {
            super(compiler, node, relevance);
        }

        @Override
        public Value gradient(Value s) {
            return s;
        }
    }
}

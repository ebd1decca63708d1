package io.lrpspark.lrp.program;

import io.lrpspark.lrp.graph.Concat;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.Threshold;
import io.lrpspark.lrp.graph.Threshold.Inactive;
import io.lrpspark.lrp.rule.Gradient;
import io.lrpspark.lrp.rule.Pass;
import io.lrpspark.lrp.rule.RelevancePlan;
import io.lrpspark.lrp.rule.Rule;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Optional;

/**
 * Relevance that is a multiple of what it stands at. Behind a threshold, rules such as Epsilon hand back R = clamp(x)·g. Where the
 * threshold lets relevance through, clamp(x) is x, which is the same for all consumers of x, each with a threshold of its own. So they hand
 * on g alone, and the sum of theirs is multiplied by x once, where it is read.
 */
final class Multiples {
    private final AttributionCompiler compiler;
    private final RelevancePlan plan;
    private final Graph graph;
    private final TensorBuilder tensors;

    Multiples(AttributionCompiler compiler, RelevancePlan plan) {
        this.compiler = compiler;
        this.plan = plan;
        this.graph = plan.graph();
        this.tensors = compiler.tensors();
    }

    /**
     * The g that a threshold hands on for relevance clamp(x)·g, added to what others have handed on already; what it stops is noted. Empty
     * if the relevance is of another form.
     */
    Optional<Value> handedOn(Node node, Value relevance, Optional<Value> present) {
        if (!(node instanceof Threshold threshold) || !transparent(threshold, plan.rule(threshold))) {
            return Optional.empty();
        }
        return tensors.cofactor(relevance, compiler.output(node.name())).map(g -> {
            double[] thresholds = threshold.thresholds();
            // before g is overwritten
            Value arriving = tensors.weightedSumOfAll(g, thresholds);
            Value before = present.map(others -> tensors.weightedSumOfAll(others, thresholds))
                    .map(others -> tensors.add(arriving, others))
                    .orElse(arriving);
            Value total = present.map(others -> tensors.multiplyAdd(others, g, active(threshold)))
                    .orElseGet(() -> tensors.whereNonzero(g, activation(threshold)));
            compiler.note(
                    node.name(),
                    LedgerPart.STOPPED,
                    tensors.subtract(before, tensors.weightedSumOfAll(total, thresholds)));
            return total;
        });
    }

    /** Whether a threshold under this rule lets relevance through as it is where it is open, and none elsewhere. */
    static boolean transparent(Threshold threshold, Rule rule) {
        return threshold.inactive() == Inactive.STOP && (rule instanceof Pass || rule instanceof Gradient);
    }

    /** 0 where a threshold stops relevance, and nowhere else: the difference of unequal numbers is not rounded to 0. */
    Value activation(Threshold threshold) {
        return tensors.subtract(compiler.output(threshold.name()), tensors.perChannel(threshold.thresholds()));
    }

    /** A mask, 1 where a threshold lets relevance through. */
    private Value active(Threshold threshold) {
        return tensors.differs(compiler.output(threshold.name()), tensors.perChannel(threshold.thresholds()));
    }

    /** What a node computes; the beginning of a concatenation as a part of the longest one, so that the shorter need not be kept. */
    Value value(String name) {
        Node longest = graph.node(name);
        for (Optional<Node> longer = Optional.of(longest); longer.isPresent(); longer = continuation(longest)) {
            longest = longer.get();
        }
        return tensors.slice(
                compiler.output(longest.name()), 0, graph.shape(name).channels());
    }

    private Optional<Node> continuation(Node node) {
        return graph.consumers(node).stream()
                .filter(consumer ->
                        consumer instanceof Concat && consumer.inputs().get(0).equals(node.name()))
                .findFirst();
    }
}

package io.lrpspark.lrp.program;

import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.graph.Threshold;
import io.lrpspark.lrp.rule.Gradient;
import io.lrpspark.lrp.rule.RelevancePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where relevance is known to be zero: at outputs that are zero themselves, if all that takes them hands back multiples of them. Behind a
 * ReLU it then does not matter that a rule passes relevance through inactive units, and the layer before can take relu(z) for z.
 */
final class Vanishing {
    private final Map<String, Boolean> atZero = new HashMap<>();
    private final Set<String> rectified = new HashSet<>();

    Vanishing(RelevancePlan plan) {
        Graph graph = plan.graph();
        List<Node> backwards = new ArrayList<>(graph.nodes());
        Collections.reverse(backwards);
        for (Node node : backwards) {
            List<Node> consumers = graph.consumers(node);
            atZero.put(
                    node.name(),
                    !consumers.isEmpty()
                            && consumers.stream().allMatch(consumer -> handsBackMultiples(plan, consumer)));
            boolean onlyRelus = !consumers.isEmpty()
                    && consumers.stream()
                            .allMatch(consumer -> consumer.kind() == NodeKind.RELU
                                    && (atZero.get(consumer.name()) || plan.rule(consumer) instanceof Gradient));
            if (onlyRelus && consumers.size() == 1) {
                rectified.add(node.name());
            }
        }
    }

    /** Whether the relevance of this node's output is zero wherever the output is. */
    boolean atZero(String node) {
        return atZero.get(node);
    }

    /** Whether the only consumer is a ReLU and the relevance of this node's output z is zero wherever z ≤ 0. */
    boolean rectified(String node) {
        return rectified.contains(node);
    }

    private boolean handsBackMultiples(RelevancePlan plan, Node consumer) {
        return switch (consumer.kind()) {
            case CONCAT, MAX_POOL -> atZero.get(consumer.name());
            case RELU -> atZero.get(consumer.name()) || plan.rule(consumer) instanceof Gradient;
            case CONVOLUTION, LINEAR, CONVOLUTION_COPY, AVERAGE_POOL, GLOBAL_AVERAGE_POOL -> plan.rule(consumer)
                    .proportional();
                // where it is open, its output is its input
            case THRESHOLD -> atZero.get(consumer.name())
                    && Multiples.transparent((Threshold) consumer, plan.rule(consumer));
            case INPUT, BATCH_NORM, CONSTANT_MAP, SHARED_CONVOLUTION -> false;
        };
    }
}

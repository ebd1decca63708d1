package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.NodeKind;
import java.util.Map;

/**
 * A network and the rule of each of its nodes: all that there is to know about an attribution, ready to be compiled.
 *
 * @param graph the canonized network
 * @param assigned a rule for every node of the graph, by name
 * @param composite where the rules come from, with its parameters
 * @param method what is made of the passes
 */
public record RelevancePlan(Graph graph, Map<String, Assigned> assigned, String composite, Method method) {
    /**
     * What a node got.
     *
     * @param rule its rule
     * @param reason why that one, in a few words
     */
    public record Assigned(Rule rule, String reason) {}

    /**
     * Checks the plan.
     *
     * @throws RuleException if a node has no rule, or one that has no meaning for its kind or does not fit its input, or the method does
     *     not fit the images
     */
    public RelevancePlan {
        assigned = Map.copyOf(assigned);
        method.requireFits(graph.input().shape());
        for (Node node : graph.nodes()) {
            if (!assigned.containsKey(node.name())) {
                throw new RuleException(node.name() + " has no rule");
            }
            Rule rule = assigned.get(node.name()).rule();
            if (!rule.kinds().contains(node.kind())) {
                throw new RuleException("%s has no meaning for %s, a node of kind %s: it is for %s"
                        .formatted(rule.describe(), node.name(), node.kind().label(), Kinds.print(rule.kinds())));
            }
            requireFits(graph, node, assigned.get(node.name()));
        }
    }

    private static void requireFits(Graph graph, Node node, Assigned assigned) {
        if (node.kind() == NodeKind.INPUT) {
            return;
        }
        try {
            assigned.rule()
                    .requireFits(graph.shape(convolution(graph, node).inputs().get(0)));
        } catch (RuleException unfit) {
            throw new RuleException("%s, which got %s because of %s: %s"
                    .formatted(node.name(), assigned.rule().describe(), assigned.reason(), unfit.getMessage()));
        }
    }

    /** What computes a node: for copies, the first of the convolutions that they are copies of. */
    private static Node convolution(Graph graph, Node node) {
        Node computing = node;
        while (node.kind() == NodeKind.CONVOLUTION_COPY && computing.kind() != NodeKind.SHARED_CONVOLUTION) {
            computing = graph.producer(computing);
        }
        return computing;
    }

    /** The rule of that node. */
    public Rule rule(Node node) {
        return assigned.get(node.name()).rule();
    }

    /** The rule of that node with its parameters, as listings show it; "none" where relevance only changes hands. */
    public String describe(Node node) {
        return Kinds.STRUCTURE.contains(node.kind()) && rule(node) instanceof Gradient
                ? "none"
                : rule(node).describe();
    }

    /** Why the node has that rule: the entry that matched, as listings show it. */
    public String reason(Node node) {
        return assigned.get(node.name()).reason();
    }
}

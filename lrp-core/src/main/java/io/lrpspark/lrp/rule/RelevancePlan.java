package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
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
     * @throws RuleException if a node has no rule, or one that has no meaning for its kind, or the method does not fit the images
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
        }
    }

    /** The rule of that node. */
    public Rule rule(Node node) {
        return assigned.get(node.name()).rule();
    }

    /** Why the node has that rule: the entry that matched, as listings show it. */
    public String reason(Node node) {
        return assigned.get(node.name()).reason();
    }
}

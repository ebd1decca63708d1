package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.registry.UnknownNameException;
import io.lrpspark.lrp.rule.RelevancePlan.Assigned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which rule every layer of a network gets: an ordered list, the first match wins, and a layer without a match takes its gradient.
 *
 * @param description name and parameters, as provenance shows them
 * @param assignments the list
 * @param method what is made of the passes
 */
public record Composite(String description, List<Assignment> assignments, Method method) {
    /** Which of the matching layers an assignment is for. */
    public enum Position {
        /** Only the first convolution or fully connected layer of the network. */
        FIRST,
        /** Any. */
        ANYWHERE
    }

    /**
     * One line of a composite.
     *
     * @param kinds the kinds of layers it is for
     * @param names a pattern of their names, in which {@code *} stands for anything
     * @param position which of them
     * @param rule what they get
     * @param origin where it is written, such as a line of a file; may be empty
     */
    public record Assignment(Set<NodeKind> kinds, String names, Position position, Rule rule, String origin) {
        public Assignment {
            kinds = Set.copyOf(kinds);
        }

        /** An assignment of no particular origin. */
        public Assignment(Set<NodeKind> kinds, String names, Position position, Rule rule) {
            this(kinds, names, position, rule, "");
        }

        /** An assignment for layers of any name. */
        public Assignment(Set<NodeKind> kinds, Position position, Rule rule) {
            this(kinds, "*", position, rule);
        }

        /** Which layers it is for, as listings show it. */
        public String describe() {
            return (origin.isEmpty() ? "" : origin + ": ")
                    + Kinds.print(kinds)
                    + (names.equals("*") ? "" : " named " + names)
                    + (position == Position.FIRST ? ", first" : "");
        }

        boolean matches(Node node, boolean first) {
            return kinds.contains(node.kind()) && (position == Position.ANYWHERE || first) && names(node);
        }

        private boolean names(Node node) {
            return names.equals("*") || Pattern.matches(regularExpression(), node.name());
        }

        /** A name that stands for nothing is a slip of the pen, which would go unnoticed in the maps. */
        private void requireNamed(Graph graph) {
            if (graph.nodes().stream().noneMatch(this::names)) {
                throw new UnknownNameException(
                        origin.isEmpty() ? "layer" : "layer in " + origin + " of the composite",
                        names,
                        graph.nodes().stream().map(Node::name).toList());
            }
        }

        private String regularExpression() {
            return Arrays.stream(names.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        }
    }

    /** Convolutions. */
    public static final Set<NodeKind> CONVOLUTIONS = Kinds.CONVOLUTIONS;

    /** Fully connected layers. */
    public static final Set<NodeKind> FULLY_CONNECTED = Set.of(NodeKind.LINEAR);

    /** All layers with weights. */
    public static final Set<NodeKind> LINEAR_LAYERS = Kinds.LINEAR_LAYERS;

    /** Activations. */
    public static final Set<NodeKind> ACTIVATIONS = Kinds.ACTIVATIONS;

    /** What holds a network together; relevance goes through it by itself. */
    private static final Set<NodeKind> STRUCTURE =
            EnumSet.of(NodeKind.INPUT, NodeKind.CONCAT, NodeKind.CONSTANT_MAP, NodeKind.SHARED_CONVOLUTION);

    /** What the published epsilon-batchnorm canonizer puts on batch norms, whatever the composite's own ε. */
    private static final Rule PROPORTIONAL = new Epsilon(1e-6, Bias.KEPT);

    public Composite {
        assignments = List.copyOf(assignments);
    }

    /** A composite whose map is the relevance of one pass. */
    public Composite(String description, List<Assignment> assignments) {
        this(description, assignments, new Method.Direct());
    }

    /**
     * Assignments on top of zennit's base: Pass on activations and batch norms, Norm on average pools, gradient elsewhere.
     *
     * @param stabilizer of Norm
     * @param own what comes before the base
     */
    public static List<Assignment> onBase(double stabilizer, Assignment... own) {
        return onBase(stabilizer, List.of(own));
    }

    static List<Assignment> onBase(double stabilizer, List<Assignment> own) {
        List<Assignment> all = new ArrayList<>(own);
        all.add(base(ACTIVATIONS, new Pass()));
        all.add(base(Set.of(NodeKind.BATCH_NORM), new Pass()));
        all.add(base(Kinds.AVERAGE_POOLS, new Norm(stabilizer)));
        return all;
    }

    private static Assignment base(Set<NodeKind> kinds, Rule rule) {
        return new Assignment(kinds, "*", Position.ANYWHERE, rule, "base");
    }

    /**
     * The rule of every node of a graph.
     *
     * @throws RuleException if a node gets a rule that has no meaning for its kind, or the method does not fit the images
     * @throws UnknownNameException if an assignment names layers that the graph does not have
     */
    public RelevancePlan assign(Graph graph) {
        assignments.forEach(assignment -> assignment.requireNamed(graph));
        Map<String, Assigned> assigned = new LinkedHashMap<>();
        boolean first = true;
        for (Node node : graph.nodes()) {
            assigned.put(node.name(), assignedTo(node, first));
            first &= !LINEAR_LAYERS.contains(node.kind());
        }
        return new RelevancePlan(graph, assigned, description, method);
    }

    private Assigned assignedTo(Node node, boolean first) {
        if (STRUCTURE.contains(node.kind())) {
            return new Assigned(node.kind() == NodeKind.CONSTANT_MAP ? new Pass() : new Gradient(), "no layer");
        }
        return switch (node.role()) {
            case FUNCTIONAL -> new Assigned(new Gradient(), "a function between layers");
            case PROPORTIONAL -> new Assigned(PROPORTIONAL, "set by the canonizer");
            case LAYER -> assignments.stream()
                    .filter(assignment -> assignment.matches(node, first))
                    .findFirst()
                    .map(assignment -> new Assigned(assignment.rule(), assignment.describe()))
                    .orElseGet(() -> new Assigned(new Gradient(), "nothing matches"));
        };
    }
}

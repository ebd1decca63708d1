package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.graph.Role;
import io.lrpspark.lrp.registry.UnknownNameException;
import io.lrpspark.lrp.rule.RelevancePlan.Assigned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

        private Assigned assigned() {
            return new Assigned(rule, describe());
        }

        private boolean isNamed() {
            return !names.equals("*");
        }

        boolean matches(Node node, boolean first) {
            return kinds.contains(node.kind()) && (position == Position.ANYWHERE || first) && names(node);
        }

        private boolean names(Node node) {
            return names.equals("*") || Pattern.matches(regularExpression(), node.name());
        }

        /** Whether the rule acts on that layer if no earlier assignment matches. */
        private boolean reaches(Node node, boolean first) {
            return matches(node, first)
                    && !Kinds.STRUCTURE.contains(node.kind())
                    && switch (node.role()) {
                        case LAYER -> true;
                        case COPIED -> isForActivationsAlone();
                        case FUNCTIONAL, PROPORTIONAL -> false;
                    };
        }

        private boolean isForActivationsAlone() {
            return ACTIVATIONS.containsAll(rule.kinds());
        }

        /** A name that stands for nothing, or for nothing of these kinds, is a slip of the pen that would go unnoticed in the maps. */
        private void requireReach(Graph graph, Optional<Node> first) {
            List<Node> named = graph.nodes().stream().filter(this::names).toList();
            if (named.isEmpty()) {
                throw new UnknownNameException(
                        origin.isEmpty() ? "layer" : "layer in " + origin + " of the composite",
                        names,
                        names.contains("*")
                                ? patterns(graph)
                                : graph.nodes().stream().map(Node::name).toList());
            }
            if (named.stream()
                    .noneMatch(node -> reaches(node, first.filter(node::equals).isPresent()))) {
                throw new RuleException("composite, %s reaches no layer with %s: of that name there is %s"
                        .formatted(
                                describe(),
                                rule.describe(),
                                named.stream()
                                        .limit(EXAMPLES)
                                        .map(Assignment::example)
                                        .collect(Collectors.joining(", "))));
            }
        }

        private static String example(Node node) {
            return "%s (%s)"
                    .formatted(
                            node.name(), node.role() == Role.LAYER ? node.kind().label() : fixed(node));
        }

        private static Set<String> patterns(Graph graph) {
            Set<String> patterns = new LinkedHashSet<>();
            for (Node node : graph.nodes()) {
                for (int dot = node.name().indexOf('.');
                        dot >= 0;
                        dot = node.name().indexOf('.', dot + 1)) {
                    patterns.add(node.name().substring(0, dot) + ".*");
                }
            }
            return patterns;
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

    private static final int EXAMPLES = 3;

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
     * @throws RuleException if a node gets a rule that has no meaning for its kind or does not fit its input, an assignment names layers of
     *     which it reaches none, or the method does not fit the images
     * @throws UnknownNameException if an assignment names layers that the graph does not have
     */
    public RelevancePlan assign(Graph graph) {
        Optional<Node> first = graph.nodes().stream()
                .filter(node -> LINEAR_LAYERS.contains(node.kind()))
                .findFirst();
        assignments.stream().filter(Assignment::isNamed).forEach(assignment -> assignment.requireReach(graph, first));
        Map<String, Assigned> assigned = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            assigned.put(
                    node.name(), assignedTo(node, first.filter(node::equals).isPresent()));
        }
        return new RelevancePlan(graph, assigned, description, method);
    }

    private Assigned assignedTo(Node node, boolean first) {
        if (Kinds.STRUCTURE.contains(node.kind())) {
            return structure(node);
        }
        return switch (node.role()) {
            case FUNCTIONAL -> new Assigned(new Gradient(), fixed(node));
            case PROPORTIONAL -> new Assigned(PROPORTIONAL, fixed(node));
            case COPIED -> match(node, first)
                    .filter(Assignment::isForActivationsAlone)
                    .map(Assignment::assigned)
                    .orElseGet(() -> new Assigned(new Gradient(), fixed(node)));
            case LAYER -> match(node, first)
                    .map(Assignment::assigned)
                    .orElseGet(() -> new Assigned(new Gradient(), "nothing matches"));
        };
    }

    private Optional<Assignment> match(Node node, boolean first) {
        return assignments.stream()
                .filter(assignment -> assignment.matches(node, first))
                .findFirst();
    }

    /** Why a node has a rule that no composite decides. */
    private static String fixed(Node node) {
        return switch (node.role()) {
            case FUNCTIONAL -> "a function between layers, which rules do not see: its gradient";
            case COPIED -> "a function between layers, which only rules for activations alone see: its gradient";
            case PROPORTIONAL -> "set by the canonizer";
            case LAYER -> "";
        };
    }

    private static Assigned structure(Node node) {
        return switch (node.kind()) {
            case INPUT -> new Assigned(new Gradient(), "what arrives here is the map");
            case CONCAT -> new Assigned(new Gradient(), "each part takes the relevance of its own channels");
            case SHARED_CONVOLUTION -> new Assigned(
                    new Gradient(), "its copies have the rules; what they hand back is summed here");
            case CONSTANT_MAP -> new Assigned(new Pass(), "a bias that rules do not see: relevance passes by");
            default -> throw new IllegalArgumentException(node.name() + " is a layer");
        };
    }
}

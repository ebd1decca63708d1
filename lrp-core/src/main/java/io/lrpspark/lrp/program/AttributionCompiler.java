package io.lrpspark.lrp.program;

import io.lrpspark.lrp.graph.Concat;
import io.lrpspark.lrp.graph.ConvolutionCopy;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.graph.SharedConvolution;
import io.lrpspark.lrp.rule.Method;
import io.lrpspark.lrp.rule.RelevancePlan;
import io.lrpspark.lrp.rule.Rule;
import io.lrpspark.lrp.rule.RuleException;
import io.lrpspark.lrp.rule.SharedRule;
import io.lrpspark.lrp.rule.SharedTerm;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles a relevance plan to a straight-line tensor program: the network forward, the seed at the target, and each layer's rule in
 * reverse order.
 */
public final class AttributionCompiler {
    /** Names of the program's results. */
    static final String LOGITS = "logits";

    static final String CLASSES = "classes";
    static final String RELEVANCE = "relevance";

    private final RelevancePlan plan;
    private final CompileOptions options;
    private final Graph graph;
    private final Node wanted;
    private final boolean conserving;
    private final TensorBuilder tensors = new TensorBuilder();
    private final Vanishing vanishing;
    private final Map<String, Value> outputs = new HashMap<>();
    private final Map<String, Value> relevances = new HashMap<>();
    private final Map<String, Value> factors = new HashMap<>();
    private final Map<String, Map<SharedTerm, Value>> shared = new HashMap<>();
    private final Sharing sharing;
    private final Multiples multiples;
    private final Map<LedgerEntry, Value> ledger = new LinkedHashMap<>();

    private AttributionCompiler(RelevancePlan plan, CompileOptions options) {
        this.plan = plan;
        this.options = options;
        this.graph = plan.graph();
        this.wanted = options.layer().map(name -> LayerNames.find(graph, name)).orElse(graph.input());
        if (plan.method().kind() != Method.Kind.DIRECT
                && (wanted.kind() != NodeKind.INPUT || options.detail() == Detail.LAYERS)) {
            throw new RuleException("%s gives relevance at the input only: layers are for composites of a single pass"
                    .formatted(plan.method().describe()));
        }
        this.conserving = plan.method().kind() == Method.Kind.DIRECT
                && wanted.kind() == NodeKind.INPUT
                && graph.nodes().stream()
                        .allMatch(node -> plan.rule(node).conserving() || LayerViews.conservesGradient(node));
        this.vanishing = new Vanishing(plan);
        this.sharing = new Sharing(this);
        this.multiples = new Multiples(this, plan);
    }

    /**
     * Compiles a plan.
     *
     * @throws io.lrpspark.lrp.rule.RuleException if a rule or the seed does not fit the network
     * @throws io.lrpspark.lrp.registry.UnknownNameException if there is no such layer
     */
    public static AttributionProgram compile(RelevancePlan plan, CompileOptions options) {
        return new AttributionCompiler(plan, options).compile();
    }

    /**
     * Compiles a plan for relevance at the input, with its ledger.
     *
     * @param plan the network with its rules
     * @param precision the arithmetic to run in; parameters are rounded to it once, here
     * @param seed the relevance at the logits
     * @param provenance where plan and weights come from, for those who find the program later
     */
    public static AttributionProgram compile(
            RelevancePlan plan, Precision precision, Seed seed, Map<String, String> provenance) {
        return compile(
                plan,
                CompileOptions.standard()
                        .withPrecision(precision)
                        .withSeed(seed)
                        .withProvenance(provenance));
    }

    private AttributionProgram compile() {
        for (Node node : graph.nodes()) {
            List<Value> inputs = node.inputs().stream().map(outputs::get).toList();
            outputs.put(node.name(), ForwardLowering.lower(tensors, graph, node, inputs));
        }
        Value logits = outputs.get(graph.output().name());
        Value classes = tensors.resolveTargets(logits, tensors.targets());
        Value seed = options.seed().write(tensors, logits, classes);
        arrive(graph.output().name(), seed);
        List<Node> backwards = new ArrayList<>(graph.nodes());
        Collections.reverse(backwards);
        for (Node node : backwards.subList(0, backwards.indexOf(wanted))) {
            receive(node);
            propagate(node);
        }
        receive(wanted);
        tensors.result(LOGITS, logits);
        tensors.result(CLASSES, classes);
        // a method of forward passes wants no relevance: the seed stands in, and the way back is left out of the
        // program
        boolean forwardOnly = plan.method().forwardOnly();
        tensors.result(RELEVANCE, forwardOnly ? seed : wantedRelevance());
        List<LedgerEntry> entries = ledger.keySet().stream()
                .filter(entry -> !forwardOnly && (conserving || measured(entry.part())))
                .toList();
        for (LedgerEntry entry : entries) {
            tensors.result(entry.part() + " " + entry.layer(), ledger.get(entry));
        }
        return new AttributionProgram(
                tensors.build(),
                options.precision(),
                options.seed(),
                plan.method(),
                graph.input().shape(),
                graph.shape(wanted.name()),
                graph.classes(),
                conserving,
                entries,
                options.provenance());
    }

    private Value wantedRelevance() {
        Value relevance = relevances.get(wanted.name());
        if (relevance == null) {
            throw new RuleException(
                    "there is no relevance at %s, whose consumers share their way back through it: name a layer before or behind it"
                            .formatted(wanted.name()));
        }
        return relevance;
    }

    private void receive(Node node) {
        Value relevance = relevances.get(node.name());
        if (relevance != null) {
            measure(node, LedgerPart.RECEIVED, relevance);
        }
    }

    private void measure(Node node, LedgerPart part, Value relevance) {
        if (measured(part)) {
            note(node.name(), part, tensors.sum(relevance));
        }
    }

    /** Whether relevance itself is summed at nodes. */
    private boolean summing() {
        return measured(LedgerPart.RECEIVED);
    }

    /** Without a ledger, what arrives at the nodes still says where relevance ceases to be finite. */
    private boolean measured(LedgerPart part) {
        return options.detail() == Detail.LAYERS || part == LedgerPart.RECEIVED && !conserving;
    }

    /** What a node hands on to one of its inputs. */
    private void handOn(Node node, String input, Value relevance) {
        measure(node, LedgerPart.HANDED_ON, relevance);
        arrive(input, relevance);
    }

    private void propagate(Node node) {
        switch (node.kind()) {
            case INPUT -> {}
            case SHARED_CONVOLUTION -> {
                Map<SharedTerm, Value> terms = shared.remove(node.name());
                if (terms != null) {
                    handOn(node, node.inputs().get(0), sharing.resolve((SharedConvolution) node, terms));
                }
            }
            case CONCAT -> unstack((Concat) node);
            case CONVOLUTION_COPY -> share((ConvolutionCopy) node);
            default -> {
                Value relevance = relevance(node);
                Optional<Value> total = summing()
                        ? Optional.empty()
                        : multiples.handedOn(
                                node,
                                relevance,
                                Optional.ofNullable(factors.get(node.inputs().get(0))));
                if (total.isPresent()) {
                    factors.put(node.inputs().get(0), total.get());
                } else {
                    LayerViews.View view = LayerViews.of(this, node, relevance);
                    handOn(node, view.inputName(), plan.rule(node).propagate(view));
                }
            }
        }
    }

    private void unstack(Concat node) {
        Value relevance = relevances.remove(node.name());
        Value factor = factors.remove(node.name());
        Map<SharedTerm, Value> terms = shared.remove(node.name());
        int from = 0;
        for (String input : node.inputs()) {
            int start = from;
            int channels = graph.shape(input).channels();
            if (relevance != null) {
                handOn(node, input, tensors.slice(relevance, start, channels));
            }
            if (factor != null) {
                arriveAsFactor(input, tensors.slice(factor, start, channels));
            }
            if (terms != null) {
                terms.forEach((term, value) -> arriveShared(input, term, tensors.slice(value, start, channels)));
            }
            from += channels;
        }
    }

    private void share(ConvolutionCopy copy) {
        Rule rule = plan.rule(copy);
        Value relevance = relevance(copy);
        if (rule instanceof SharedRule sharedRule && sharedRule.shares()) {
            sharedRule
                    .share(sharing.view(copy, relevance))
                    .forEach((term, value) -> arriveShared(copy.input(), term, value));
        } else {
            for (LayerViews.View view : sharing.copies(copy, relevance)) {
                handOn(copy, view.inputName(), rule.propagate(view));
            }
        }
    }

    private void arriveShared(String node, SharedTerm term, Value value) {
        shared.computeIfAbsent(node, unused -> new EnumMap<>(SharedTerm.class))
                .merge(term, value, (present, more) -> tensors.add(more, present));
    }

    private void arrive(String node, Value relevance) {
        relevances.merge(node, relevance, (present, more) -> tensors.add(more, present));
    }

    /** Relevance that is so many times the output of the node. */
    private void arriveAsFactor(String node, Value factor) {
        factors.merge(node, factor, (present, more) -> tensors.add(more, present));
    }

    /** All relevance that has arrived at a node. */
    private Value relevance(Node node) {
        Value relevance = relevances.remove(node.name());
        Value factor = factors.remove(node.name());
        if (factor == null) {
            return relevance;
        }
        Value output = multiples.value(node.name());
        return relevance == null ? tensors.multiply(factor, output) : tensors.multiplyAdd(relevance, factor, output);
    }

    TensorBuilder tensors() {
        return tensors;
    }

    Graph graph() {
        return graph;
    }

    Vanishing vanishing() {
        return vanishing;
    }

    Multiples multiples() {
        return multiples;
    }

    /** What a node computes, for the way back: a stacked activation is read from the stack, so that it need not be kept beside it. */
    Value output(String name) {
        Node node = graph.node(name);
        boolean activation = node.kind() == NodeKind.RELU || node.kind() == NodeKind.THRESHOLD;
        return graph.onlyConsumer(node)
                .filter(consumer -> activation && consumer.kind() == NodeKind.CONCAT)
                .map(stack -> tensors.slice(
                        outputs.get(stack.name()),
                        channels(stack.inputs().subList(0, stack.inputs().indexOf(name))),
                        channels(List.of(name))))
                .orElseGet(() -> outputs.get(name));
    }

    private int channels(List<String> nodes) {
        return nodes.stream().mapToInt(node -> graph.shape(node).channels()).sum();
    }

    void note(String layer, LedgerPart part, Value perImage) {
        ledger.merge(new LedgerEntry(layer, part), perImage, tensors::add);
    }
}

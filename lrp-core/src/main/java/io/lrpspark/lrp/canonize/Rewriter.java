package io.lrpspark.lrp.canonize;

import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies a graph node by node, with replacements; what took a replaced node takes what replaces it. */
final class Rewriter {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> renamed = new HashMap<>();

    /** The name under which the output of the original node of that name is now found. */
    String resolve(String original) {
        return renamed.getOrDefault(original, original);
    }

    /** Appends a node whose inputs are names of the original graph. */
    void add(Node node) {
        List<String> inputs = node.inputs().stream().map(this::resolve).toList();
        nodes.add(inputs.equals(node.inputs()) ? node : node.withInputs(inputs));
    }

    /** Appends a node whose inputs are names of the new graph. */
    void addResolved(Node node) {
        nodes.add(node);
    }

    /** Lets consumers of {@code original} take {@code replacement} instead. */
    void replace(String original, String replacement) {
        renamed.put(original, resolve(replacement));
    }

    Graph graph() {
        return Graph.of(nodes);
    }
}

package io.lrpspark.lrp.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as an immutable list of {@link Node nodes} in topological order: the first is the {@link Input}, the last gives the
 * logits.
 */
public final class Graph {
    private final Map<String, Node> nodes;
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, List<Node>> consumers = new HashMap<>();
    private final Input input;
    private final Node output;

    private Graph(Map<String, Node> nodes) {
        this.nodes = Collections.unmodifiableMap(nodes);
        Node first = nodes.values().iterator().next();
        if (!(first instanceof Input start)) {
            throw new GraphException("a graph starts with its input, not with " + first.name());
        }
        this.input = start;
        Node last = first;
        for (Node node : nodes.values()) {
            List<Shape> inputShapes = new ArrayList<>();
            for (String name : node.inputs()) {
                Shape shape = shapes.get(name);
                if (shape == null) {
                    throw new GraphException(node.name() + " takes " + name + ", which does not come before it");
                }
                inputShapes.add(shape);
                consumers.computeIfAbsent(name, unused -> new ArrayList<>()).add(node);
            }
            shapes.put(node.name(), node.shape(inputShapes));
            last = node;
        }
        this.output = last;
    }

    /**
     * A graph of the given nodes.
     *
     * @throws GraphException if a name is taken twice, an input does not come before its consumer, or shapes do not fit
     */
    public static Graph of(Collection<? extends Node> nodes) {
        if (nodes.isEmpty()) {
            throw new GraphException("a graph needs at least an input");
        }
        Map<String, Node> byName = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (byName.put(node.name(), node) != null) {
                throw new GraphException("two nodes are named " + node.name());
            }
        }
        return new Graph(byName);
    }

    /** All nodes in topological order. */
    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /**
     * The node of that name.
     *
     * @throws GraphException if there is none
     */
    public Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new GraphException("there is no node named " + name);
        }
        return node;
    }

    /** The node that gives the only input of {@code node}. */
    public Node producer(Node node) {
        return node(node.inputs().get(0));
    }

    /** The nodes that take the output of {@code node}, in topological order. */
    public List<Node> consumers(Node node) {
        return Collections.unmodifiableList(consumers.getOrDefault(node.name(), List.of()));
    }

    /** The only consumer of {@code node}. */
    public Optional<Node> onlyConsumer(Node node) {
        List<Node> all = consumers(node);
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** The shape of the output of the node of that name, [C, H, W]. */
    public Shape shape(String name) {
        return shapes.get(node(name).name());
    }

    /** The images. */
    public Input input() {
        return input;
    }

    /** The node that gives the logits, [classes, 1, 1]. */
    public Node output() {
        return output;
    }

    /** The number of classes. */
    public int classes() {
        return shape(output.name()).channels();
    }
}

package io.lrpspark.lrp.program;

import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.registry.UnknownNameException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds nodes by the names that users know. */
final class LayerNames {
    private LayerNames() {}

    /**
     * The node of that name, or the node through which all of a block's output goes.
     *
     * @throws UnknownNameException if there is neither
     */
    static Node find(Graph graph, String name) {
        return graph.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .or(() -> outlet(graph, name))
                .orElseThrow(() -> new UnknownNameException("layer", name, known(graph)));
    }

    private static Optional<Node> outlet(Graph graph, String block) {
        List<Node> outlets = graph.nodes().stream()
                .filter(node -> isIn(node, block))
                .filter(node -> graph.consumers(node).stream().anyMatch(consumer -> !isIn(consumer, block)))
                .toList();
        return outlets.size() == 1 ? Optional.of(outlets.get(0)) : Optional.empty();
    }

    private static boolean isIn(Node node, String block) {
        return node.name().startsWith(block + ".");
    }

    private static Set<String> known(Graph graph) {
        Set<String> names = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            names.add(node.name());
            for (int dot = node.name().indexOf('.'); dot >= 0; dot = node.name().indexOf('.', dot + 1)) {
                String block = node.name().substring(0, dot);
                if (!names.contains(block) && outlet(graph, block).isPresent()) {
                    names.add(block);
                }
            }
        }
        return names;
    }
}

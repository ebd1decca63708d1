package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Kinds of nodes that rules speak of together. */
final class Kinds {
    /** All. */
    static final Set<NodeKind> ALL = of(EnumSet.allOf(NodeKind.class));

    /** Convolutions. */
    static final Set<NodeKind> CONVOLUTIONS = of(EnumSet.of(NodeKind.CONVOLUTION, NodeKind.CONVOLUTION_COPY));

    /** All layers with weights that mix channels. */
    static final Set<NodeKind> LINEAR_LAYERS =
            of(EnumSet.of(NodeKind.CONVOLUTION, NodeKind.LINEAR, NodeKind.CONVOLUTION_COPY));

    /** All layers of the form W·x + b; a batch norm is one with a diagonal W. */
    static final Set<NodeKind> AFFINE =
            of(EnumSet.of(NodeKind.CONVOLUTION, NodeKind.LINEAR, NodeKind.BATCH_NORM, NodeKind.CONVOLUTION_COPY));

    /** Activations. */
    static final Set<NodeKind> ACTIVATIONS = of(EnumSet.of(NodeKind.RELU, NodeKind.THRESHOLD));

    /** Average pools of either sort. */
    static final Set<NodeKind> AVERAGE_POOLS = of(EnumSet.of(NodeKind.AVERAGE_POOL, NodeKind.GLOBAL_AVERAGE_POOL));

    /** All pools. */
    static final Set<NodeKind> POOLS =
            of(EnumSet.of(NodeKind.MAX_POOL, NodeKind.AVERAGE_POOL, NodeKind.GLOBAL_AVERAGE_POOL));

    /** What has an output in the shape of its input, position by position. */
    static final Set<NodeKind> SHAPE_KEEPING =
            of(EnumSet.of(NodeKind.BATCH_NORM, NodeKind.RELU, NodeKind.THRESHOLD, NodeKind.CONSTANT_MAP));

    /** What holds a network together; relevance goes through it by itself. */
    static final Set<NodeKind> STRUCTURE =
            of(EnumSet.of(NodeKind.INPUT, NodeKind.CONCAT, NodeKind.CONSTANT_MAP, NodeKind.SHARED_CONVOLUTION));

    private Kinds() {}

    private static Set<NodeKind> of(EnumSet<NodeKind> kinds) {
        return Collections.unmodifiableSet(kinds);
    }

    /** Their names, as listings show them: those that composites can speak of, if there are any. */
    static String print(Set<NodeKind> kinds) {
        Set<NodeKind> shown = EnumSet.copyOf(kinds);
        shown.removeAll(STRUCTURE);
        if (shown.contains(NodeKind.CONVOLUTION)) {
            shown.remove(NodeKind.CONVOLUTION_COPY);
        }
        return (shown.isEmpty() ? kinds : shown)
                .stream().sorted().map(NodeKind::label).collect(Collectors.joining(", "));
    }
}

package io.lrpspark.lrp.canonize;

import io.lrpspark.lrp.graph.Threshold.Inactive;
import io.lrpspark.lrp.registry.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The canonizers that can be called by name. */
public final class Canonizers {
    /** The canonizer that changes nothing. */
    public static final String NONE = "none";

    /** The one to use unless there is a reason: it keeps the network's layers and handles every batch norm. */
    public static final String DEFAULT = "sequential-thresh";

    private record Entry(String summary, List<Canonizer> steps) {}

    private static final Registry<Entry> ENTRIES = Registry.of("canonizer", entries());

    private Canonizers() {}

    private static Map<String, Entry> entries() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        entries.put(NONE, new Entry("the network as torchvision runs it", List.of()));
        entries.put(
                DEFAULT,
                new Entry(
                        "batch norms merged into the convolution before them, the others become thresholds",
                        List.of(new MergeForward(), new ThresholdBatchNorm(Inactive.STOP), new PoolsAsLayers())));
        entries.put(
                "sequential-thresh-pass",
                new Entry(
                        "the same, but thresholds hand relevance on where the ReLU is inactive",
                        List.of(new MergeForward(), new ThresholdBatchNorm(Inactive.PASS), new PoolsAsLayers())));
        entries.put(
                "thresh-sequential",
                new Entry(
                        "all batch norms before a linear layer become thresholds, the first is merged",
                        List.of(new ThresholdBatchNorm(Inactive.STOP), new MergeForward(), new PoolsAsLayers())));
        entries.put(
                "thresh-sequential-pass",
                new Entry(
                        "the same, but thresholds hand relevance on where the ReLU is inactive",
                        List.of(new ThresholdBatchNorm(Inactive.PASS), new MergeForward(), new PoolsAsLayers())));
        entries.put(
                "untangled",
                new Entry(
                        "every consumer of a feature map gets a copy of its convolution with the batch norm merged in",
                        List.of(new MergeForward(), new Untangle())));
        entries.put(
                "epsilon-batchnorm",
                new Entry(
                        "the network as it is, with the Epsilon rule on batch norms",
                        List.of(new ProportionalBatchNorm())));
        entries.put(
                "avgpool-only",
                new Entry(
                        "the network as it is, with the last ReLU and the global pool as layers",
                        List.of(new ReluAsLayers(), new PoolsAsLayers())));
        return entries;
    }

    /** The names, in the order of listings. */
    public static Set<String> names() {
        return ENTRIES.names();
    }

    /** What the canonizer of that name does, in one line. */
    public static String summary(String name) {
        return ENTRIES.get(name).summary();
    }

    /**
     * The canonizer of that name.
     *
     * @throws io.lrpspark.lrp.registry.UnknownNameException if there is none
     */
    public static Canonizer named(String name) {
        List<Canonizer> steps = ENTRIES.get(name).steps();
        return graph -> {
            for (Canonizer step : steps) {
                graph = step.apply(graph);
            }
            return graph;
        };
    }
}

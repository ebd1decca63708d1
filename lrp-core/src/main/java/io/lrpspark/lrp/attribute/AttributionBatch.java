package io.lrpspark.lrp.attribute;

import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.LedgerEntry;
import io.lrpspark.lrp.program.LedgerPart;
import io.lrpspark.lrp.program.Seed;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results of one batch: N images, T targets each. */
public final class AttributionBatch {
    private final AttributionProgram program;
    private final int count;
    private final int targets;
    private final Elements logits;
    private final long[] classes;
    private final Elements relevance;
    private final Elements ledger;

    AttributionBatch(
            AttributionProgram program,
            int count,
            int targets,
            Elements logits,
            long[] classes,
            Elements relevance,
            Elements ledger) {
        this.program = program;
        this.count = count;
        this.targets = targets;
        this.logits = logits;
        this.classes = classes;
        this.relevance = relevance;
        this.ledger = ledger;
    }

    /** N. */
    public int count() {
        return count;
    }

    /** T. */
    public int targets() {
        return targets;
    }

    /** The relevance that was put at the logits. */
    public Seed seed() {
        return program.seed();
    }

    /** The K logits of an image. */
    public float[] logits(int image) {
        return logits.floats(image * program.classes(), program.classes());
    }

    /** The K logits of an image, in full precision. */
    public double[] exactLogits(int image) {
        return logits.doubles(image * program.classes(), program.classes());
    }

    /** The class that was explained. */
    public int target(int image, int target) {
        return (int) classes[image * targets + target];
    }

    /** The relevance of an image for one of its targets, {@link AttributionProgram#relevanceShape() [C, H, W]} row-major. */
    public float[] relevance(int image, int target) {
        return relevance.floats((image * targets + target) * mapSize(), mapSize());
    }

    /** The relevance in full precision. */
    public double[] exactRelevance(int image, int target) {
        return relevance.doubles((image * targets + target) * mapSize(), mapSize());
    }

    /** The conservation ledger; empty for methods without one. */
    public Optional<Ledger> ledger(int image, int target) {
        if (!program.hasLedger()) {
            return Optional.empty();
        }
        double absorbed = 0;
        double stopped = 0;
        double stabilised = 0;
        for (Map.Entry<LedgerEntry, Double> entry : ledgerEntries(image, target).entrySet()) {
            switch (entry.getKey().part()) {
                case ABSORBED -> absorbed += entry.getValue();
                case STOPPED -> stopped += entry.getValue();
                case STABILISED -> stabilised += entry.getValue();
                case RECEIVED, HANDED_ON -> {}
            }
        }
        double seed = program.seed().total(exactLogits(image)[target(image, target)]);
        double sum = Arrays.stream(exactRelevance(image, target)).sum();
        return Optional.of(new Ledger(seed, sum, absorbed, stopped, stabilised));
    }

    /**
     * The first node, from the output of the network on, where relevance is not finite; empty if it is finite wherever it was measured.
     */
    public Optional<String> firstNonFinite(int image, int target) {
        return ledgerEntries(image, target).entrySet().stream()
                .filter(entry -> !Double.isFinite(entry.getValue()))
                .map(entry -> entry.getKey().layer())
                .findFirst();
    }

    /**
     * What every node did with its relevance, from the output of the network to its input; complete for programs compiled with {@link
     * io.lrpspark.lrp.program.Detail#LAYERS}.
     */
    public List<LayerFlow> layers(int image, int target) {
        Map<String, Map<LedgerPart, Double>> nodes = new LinkedHashMap<>();
        ledgerEntries(image, target).forEach((entry, value) -> nodes.computeIfAbsent(
                        entry.layer(), unused -> new EnumMap<>(LedgerPart.class))
                .put(entry.part(), value));
        return nodes.entrySet().stream()
                .map(node -> LayerFlow.of(node.getKey(), node.getValue()))
                .toList();
    }

    /** Every measurement of the ledger, from the output of the network to its input. */
    public Map<LedgerEntry, Double> ledgerEntries(int image, int target) {
        List<LedgerEntry> entries = program.ledgerEntries();
        double[] values = ledger.doubles((image * targets + target) * entries.size(), entries.size());
        Map<LedgerEntry, Double> result = new LinkedHashMap<>();
        for (int index = 0; index < values.length; index++) {
            result.put(entries.get(index), values[index]);
        }
        return result;
    }

    private int mapSize() {
        return program.relevanceShape().stream().reduce(1, Math::multiplyExact);
    }
}

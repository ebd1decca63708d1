package io.lrpspark.lrp.program;

import java.util.Map;
import java.util.Optional;

/**
 * How a plan is compiled.
 *
 * @param precision the arithmetic to run in; parameters are rounded to it once, when compiling
 * @param seed the relevance at the logits
 * @param detail what is measured
 * @param layer the node at whose output the relevance is wanted, or the name of a block, which stands for its last node; the input of the
 *     network if empty
 * @param provenance where plan and weights come from, for those who find the program later
 */
public record CompileOptions(
        Precision precision, Seed seed, Detail detail, Optional<String> layer, Map<String, String> provenance) {
    public CompileOptions {
        provenance = Map.copyOf(provenance);
    }

    /** float32, 1 at the target, the ledger, relevance at the input, no provenance. */
    public static CompileOptions standard() {
        return new CompileOptions(Precision.FLOAT32, Seed.ONE_HOT, Detail.LEDGER, Optional.empty(), Map.of());
    }

    /** The same in another arithmetic. */
    public CompileOptions withPrecision(Precision value) {
        return new CompileOptions(value, seed, detail, layer, provenance);
    }

    /** The same from another seed. */
    public CompileOptions withSeed(Seed value) {
        return new CompileOptions(precision, value, detail, layer, provenance);
    }

    /** The same with other measurements. */
    public CompileOptions withDetail(Detail value) {
        return new CompileOptions(precision, seed, value, layer, provenance);
    }

    /** The same for relevance at the output of a node, which has no ledger since relevance takes ways around that node. */
    public CompileOptions withLayer(String value) {
        return new CompileOptions(precision, seed, detail, Optional.of(value), provenance);
    }

    /** The same with another provenance. */
    public CompileOptions withProvenance(Map<String, String> value) {
        return new CompileOptions(precision, seed, detail, layer, value);
    }
}

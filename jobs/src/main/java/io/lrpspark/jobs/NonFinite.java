package io.lrpspark.jobs;

import io.lrpspark.lrp.attribute.AttributionBatch;
import java.util.Arrays;
import java.util.Optional;

/** Maps that are not finite, which are never written. */
final class NonFinite {
    private NonFinite() {}

    /** What is wrong with the first map of a batch: a sentence that names the image and the layer; empty if nothing is. */
    static Optional<String> fault(AttributionBatch batch, String image) {
        boolean logits = Arrays.stream(batch.exactLogits(0)).allMatch(Double::isFinite);
        boolean relevance = Arrays.stream(batch.exactRelevance(0, 0)).allMatch(Double::isFinite);
        if (logits && relevance) {
            return Optional.empty();
        }
        return Optional.of(
                "%s: the model gave NaN or infinite %s%s: expected finite numbers, check image and weights or use"
                                .formatted(
                                        image,
                                        logits ? "relevance for class " + batch.target(0, 0) : "logits",
                                        batch.firstNonFinite(0, 0)
                                                .map(", relevance first at layer "::concat)
                                                .orElse(""))
                        + " another composite; nothing was written");
    }
}

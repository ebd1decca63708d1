package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.Ledger;
import java.util.Optional;

/**
 * One image explained for one target: a place in an attributor's result.
 *
 * @param batch the result
 * @param image place of the image in the batch
 * @param rank place of the target among the image's
 */
record Explanation(AttributionBatch batch, int image, int rank) {
    float[] logits() {
        return batch.logits(image);
    }

    int target() {
        return batch.target(image, rank);
    }

    /** [C, H, W], row-major. */
    float[] relevance() {
        return batch.relevance(image, rank);
    }

    Optional<Ledger> ledger() {
        return batch.ledger(image, rank);
    }

    /** The layer, from the output of the network on, at which relevance is not finite. */
    Optional<String> firstNonFinite() {
        return batch.firstNonFinite(image, rank);
    }
}

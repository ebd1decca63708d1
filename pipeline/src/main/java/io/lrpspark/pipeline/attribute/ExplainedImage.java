package io.lrpspark.pipeline.attribute;

import java.util.List;

/**
 * An image at the end of its way: failed, or with an explanation for each of its targets.
 *
 * @param prepared the image; failed if there are no explanations
 * @param explanations in the order of the targets
 */
record ExplainedImage(PreparedImage prepared, List<Explanation> explanations) {
    static ExplainedImage failed(PreparedImage prepared, ImageFailure failure) {
        return new ExplainedImage(prepared.failed(failure), List.of());
    }
}

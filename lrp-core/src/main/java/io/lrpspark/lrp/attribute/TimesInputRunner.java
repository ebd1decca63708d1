package io.lrpspark.lrp.attribute;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** One pass; its relevance times the images. */
final class TimesInputRunner implements MethodRunner {
    @Override
    public NDList run(Passes passes, NDArray images, NDArray targets) {
        NDList results = passes.attribute(images, targets);
        try (NDArray perTarget = images.expandDims(1)) {
            Passes.replaceRelevance(results, results.get(Passes.RELEVANCE).mul(perTarget));
        }
        return results;
    }
}

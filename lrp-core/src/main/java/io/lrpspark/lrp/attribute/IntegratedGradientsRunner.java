package io.lrpspark.lrp.attribute;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.lrpspark.lrp.rule.Method;

/** Passes from the image towards the baseline; the first is the image itself, whose logits resolve the targets. */
final class IntegratedGradientsRunner implements MethodRunner {
    private final Method.IntegratedGradients method;

    IntegratedGradientsRunner(Method.IntegratedGradients method) {
        this.method = method;
    }

    @Override
    public NDList run(Passes passes, NDArray images, NDArray targets) {
        NDList results = passes.attribute(images, targets);
        NDArray sum =
                Passes.replaceRelevance(results, results.get(Passes.RELEVANCE).duplicate());
        try (NDArray baseline = passes.perChannel(method.baseline());
                NDArray way = images.sub(baseline);
                NDArray perTarget = way.expandDims(1)) {
            for (int step = method.steps() - 1; step >= 1; step--) {
                try (NDArray part = way.mul((double) step / method.steps());
                        NDArray between = part.add(baseline);
                        NDList onTheWay = passes.attribute(between, results.get(Passes.CLASSES))) {
                    sum.addi(onTheWay.get(Passes.RELEVANCE));
                }
            }
            sum.muli(1.0 / method.steps()).muli(perTarget);
        }
        return results;
    }
}

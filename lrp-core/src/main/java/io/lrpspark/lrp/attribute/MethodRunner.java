package io.lrpspark.lrp.attribute;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.lrpspark.lrp.rule.Method;

/** Carries out a {@link Method}; one file each. Logits and classes of the result are those of the unperturbed images. */
interface MethodRunner {
    /**
     * Makes the passes. Beside the results of one pass, only one map and one batch of images are held at a time.
     *
     * @param images [N, C, H, W]
     * @param targets [N, T], classes or ranks; ranks are those of the unperturbed images throughout
     * @return logits [N, K], classes [N, T], relevance [N, T, C, H, W], ledger [N, T, entries]
     */
    NDList run(Passes passes, NDArray images, NDArray targets);

    static MethodRunner of(Method method) {
        return switch (method.kind()) {
            case DIRECT -> Passes::attribute;
            case TIMES_INPUT -> new TimesInputRunner();
            case SMOOTH_GRAD -> new SmoothGradRunner((Method.SmoothGrad) method);
            case INTEGRATED_GRADIENTS -> new IntegratedGradientsRunner((Method.IntegratedGradients) method);
            case OCCLUSION -> new OcclusionRunner((Method.Occlusion) method);
        };
    }
}

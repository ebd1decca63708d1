package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.Shape;
import java.util.List;

/**
 * How the passes through a network become one map. Rules say what happens within one pass; a method says which images the passes see and
 * what is made of their results. All but {@link Direct} leave the conservation ledger empty: they have no single seed.
 */
public sealed interface Method {
    /** The kinds of methods, for exhaustive switches. */
    enum Kind {
        /** {@link Direct}. */
        DIRECT,
        /** {@link TimesInput}. */
        TIMES_INPUT,
        /** {@link SmoothGrad}. */
        SMOOTH_GRAD,
        /** {@link IntegratedGradients}. */
        INTEGRATED_GRADIENTS,
        /** {@link Occlusion}. */
        OCCLUSION
    }

    /** Which of the methods this is. */
    Kind kind();

    /** The method with its parameters, as listings show it. */
    String describe();

    /**
     * Refuses images that its parameters do not fit.
     *
     * @throws RuleException if there is a value per channel for another number of channels
     */
    default void requireFits(Shape image) {}

    /** Whether the passes go forward only, so that nothing but logits is needed of them. */
    default boolean forwardOnly() {
        return false;
    }

    /** The relevance of one pass, as it is. */
    record Direct() implements Method {
        @Override
        public Kind kind() {
            return Kind.DIRECT;
        }

        @Override
        public String describe() {
            return "Direct";
        }
    }

    /** The relevance of one pass times the image: x · ∂f/∂x. */
    record TimesInput() implements Method {
        @Override
        public Kind kind() {
            return Kind.TIMES_INPUT;
        }

        @Override
        public String describe() {
            return "TimesInput";
        }
    }

    /**
     * The mean over noisy copies of the image, the last of which has no noise, so that one sample is the plain gradient. Smilkov et al.,
     * "SmoothGrad: removing noise by adding noise", 2017; zennit's {@code SmoothGrad}.
     *
     * <p>The noise depends on the seed and on the pixels of the image, not on the batch that the image is in.
     *
     * @param samples how many copies, at least 1
     * @param noise σ ≥ 0 of the normal noise, as a part of the image's range max − min
     * @param seed of the noise
     */
    record SmoothGrad(int samples, double noise, long seed) implements Method {
        public SmoothGrad {
            Parameters.requireAtLeastOne("SmoothGrad", "samples", samples);
            Parameters.requireNonNegative("SmoothGrad", "noise", noise);
        }

        @Override
        public Kind kind() {
            return Kind.SMOOTH_GRAD;
        }

        @Override
        public String describe() {
            return "SmoothGrad(samples=%d, noise=%s, seed=%d)".formatted(samples, Parameters.print(noise), seed);
        }
    }

    /**
     * (x − b) times the mean gradient at b + k/n·(x − b), k = 1 … n. Sundararajan et al., "Axiomatic Attribution for Deep Networks", ICML
     * 2017; zennit's {@code IntegratedGradients}.
     *
     * @param steps n ≥ 1
     * @param baseline b in normalised units: one for all channels, or one each
     */
    record IntegratedGradients(int steps, List<Double> baseline) implements Method {
        public IntegratedGradients {
            Parameters.requireAtLeastOne("IntegratedGradients", "steps", steps);
            baseline = List.copyOf(baseline);
        }

        @Override
        public Kind kind() {
            return Kind.INTEGRATED_GRADIENTS;
        }

        @Override
        public void requireFits(Shape image) {
            requirePerChannel("baseline", "IntegratedGradients", baseline, image);
        }

        @Override
        public String describe() {
            return "IntegratedGradients(steps=%d, baseline=%s)".formatted(steps, Parameters.print(baseline));
        }
    }

    /**
     * How much the target's logit (or what the seed makes of the logits) falls when a window of the image is covered. A pixel has the mean
     * fall over the windows that cover it, in equal parts for its channels, so that a map summed over channels is in units of the logit.
     * Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014; windows average as in captum's {@code
     * Occlusion}.
     *
     * @param window height and width of the window in pixels, at least 1; a window beyond the image is the image
     * @param stride pixels from one window to the next, 1 to {@code window}: beyond it, pixels would have no window
     * @param value what covers it, in normalised units: one for all channels, or one each
     */
    record Occlusion(int window, int stride, List<Double> value) implements Method {
        public Occlusion {
            Parameters.requireAtLeastOne("Occlusion", "window", window);
            Parameters.requireAtLeastOne("Occlusion", "stride", stride);
            if (stride > window) {
                throw new RuleException("stride=%d of Occlusion leaves out pixels: expected at most window=%d"
                        .formatted(stride, window));
            }
            value = List.copyOf(value);
        }

        @Override
        public Kind kind() {
            return Kind.OCCLUSION;
        }

        @Override
        public boolean forwardOnly() {
            return true;
        }

        @Override
        public void requireFits(Shape image) {
            requirePerChannel("value", "Occlusion", value, image);
        }

        @Override
        public String describe() {
            return "Occlusion(window=%d, stride=%d, value=%s)".formatted(window, stride, Parameters.print(value));
        }
    }

    private static void requirePerChannel(String name, String owner, List<Double> values, Shape image) {
        if (values.size() != 1 && values.size() != image.channels()) {
            throw new RuleException("%s=%s of %s has %d values for images of %d channels: give one, or one per channel"
                    .formatted(name, Parameters.print(values), owner, values.size(), image.channels()));
        }
    }
}

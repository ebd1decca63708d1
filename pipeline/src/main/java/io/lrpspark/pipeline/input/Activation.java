package io.lrpspark.pipeline.input;

import java.util.Arrays;
import java.util.Locale;

/** What turns a model's logits into probabilities. */
public enum Activation {
    /** One class per image: probabilities sum to one. */
    SOFTMAX,
    /** Any number of classes per image: each has a probability of its own. */
    SIGMOID;

    /**
     * The activation of a name.
     *
     * @param name softmax or sigmoid
     * @throws UsageException for any other name
     */
    public static Activation parse(String name) {
        return Arrays.stream(values())
                .filter(activation -> activation.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new UsageException("unknown activation '" + name + "': expected softmax or sigmoid"));
    }

    /**
     * The probability of every class.
     *
     * @param logits one per class
     * @return values between 0 and 1, computed in double precision
     */
    public double[] probabilities(float[] logits) {
        double[] result = new double[logits.length];
        switch (this) {
            case SIGMOID -> Arrays.setAll(result, i -> 1 / (1 + Math.exp(-logits[i])));
            case SOFTMAX -> {
                double largest = Double.NEGATIVE_INFINITY;
                for (float logit : logits) {
                    largest = Math.max(largest, logit);
                }
                double sum = 0;
                for (int i = 0; i < logits.length; i++) {
                    result[i] = Math.exp(logits[i] - largest);
                    sum += result[i];
                }
                for (int i = 0; i < logits.length; i++) {
                    result[i] /= sum;
                }
            }
        }
        return result;
    }

    /** The name that {@link #parse} reads. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

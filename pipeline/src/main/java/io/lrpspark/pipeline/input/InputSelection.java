package io.lrpspark.pipeline.input;

/** Which of the listed images a run takes. The choice depends on the images' identities only, not on their order. */
public sealed interface InputSelection {

    /** Every image. */
    static InputSelection all() {
        return new All();
    }

    /**
     * The first images in the order of their identities.
     *
     * @param count how many, positive
     * @throws UsageException if the count is not positive
     */
    static InputSelection first(long count) {
        return new First(count);
    }

    /**
     * A random sample without replacement; the same seed and images give the same sample.
     *
     * @param count how many, positive
     * @param seed of the choice
     * @throws UsageException if the count is not positive
     */
    static InputSelection sample(long count, long seed) {
        return new Sample(count, seed);
    }

    /** Every image. */
    record All() implements InputSelection {}

    /**
     * The first images in the order of their identities.
     *
     * @param count how many, positive
     */
    record First(long count) implements InputSelection {
        public First {
            requirePositive("limit", count);
        }
    }

    /**
     * A random sample without replacement.
     *
     * @param count how many, positive
     * @param seed of the choice
     */
    record Sample(long count, long seed) implements InputSelection {
        public Sample {
            requirePositive("sample", count);
        }
    }

    private static void requirePositive(String what, long count) {
        if (count < 1) {
            throw new UsageException(what + " of " + count + " images: expected a positive number");
        }
    }
}

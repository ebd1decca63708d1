package io.lrpspark.lrp.attribute;

/** Requested targets: class indices from 0, or ranks. */
public final class Targets {
    /** The predicted class. */
    public static final int PREDICTED = rank(1);

    private Targets() {}

    /**
     * The class with the k-th highest logit.
     *
     * @param k from 1
     */
    public static int rank(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("rank " + k + " is not at least 1");
        }
        return -k;
    }
}

package io.lrpspark.pipeline.device;

import java.util.concurrent.atomic.AtomicInteger;

/** The most images of a program that a device takes in one call, as far as is known: whoever runs out of memory halves it for all, for good. */
public final class BatchLimit {
    private final AtomicInteger most = new AtomicInteger(Integer.MAX_VALUE);

    /**
     * How many images to take.
     *
     * @param wanted batch size
     */
    public int of(int wanted) {
        return Math.min(wanted, most.get());
    }

    /**
     * Takes note that a batch was too large.
     *
     * @param batch images that did not fit; more than one
     * @return whether that was news: others may have met the same at the same time
     */
    public boolean halve(int batch) {
        int half = batch / 2;
        return most.getAndAccumulate(half, Math::min) > half;
    }
}

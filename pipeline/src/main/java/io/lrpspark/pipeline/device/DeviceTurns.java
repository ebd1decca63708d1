package io.lrpspark.pipeline.device;

import io.lrpspark.lrp.attribute.ComputeDevice;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Who computes on a device at the same time. Any number of tasks decode for one GPU, but only two compute on it: one call's images and maps
 * are copied while the other computes, and the GPU's memory holds no more than two batches. Whoever waits longest comes first.
 */
public final class DeviceTurns {
    private static final int ON_A_GPU = 2;

    private final Semaphore turns;

    DeviceTurns(int atOnce) {
        this.turns = new Semaphore(atOnce, true);
    }

    /** As many as that device is for. The processor is for all: Spark's slots bound the tasks. */
    public static DeviceTurns of(ComputeDevice device) {
        return switch (device.kind()) {
            case CPU -> new DeviceTurns(Integer.MAX_VALUE);
            case CUDA -> new DeviceTurns(ON_A_GPU);
        };
    }

    /** Works when it is its turn. */
    public <T> T inTurn(Supplier<T> work) throws InterruptedException {
        turns.acquire();
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    /** Who waits for a turn, about. */
    int waiting() {
        return turns.getQueueLength();
    }
}

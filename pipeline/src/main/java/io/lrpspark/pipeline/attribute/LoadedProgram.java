package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.AttributionException;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.pipeline.device.BatchLimit;
import io.lrpspark.pipeline.device.DeviceTurns;
import java.util.function.Supplier;

/** A program on a device, shared by the tasks of this process: they take turns there and learn from each other how much fits. */
final class LoadedProgram {
    private final Attributor attributor;
    private final DeviceTurns turns;
    private final BatchLimit limit = new BatchLimit();

    /** @param turns of the device, which it may share with other programs */
    LoadedProgram(Attributor attributor, DeviceTurns turns) {
        this.attributor = attributor;
        this.turns = turns;
    }

    AttributionProgram program() {
        return attributor.program();
    }

    /** What is known of the device's memory. */
    BatchLimit limit() {
        return limit;
    }

    /** As {@link Attributor#predict}. */
    float[][] predict(float[] images, int count) {
        return inTurn(() -> attributor.predict(images, count));
    }

    /** As {@link Attributor#attribute(float[], int, int[][])}. */
    AttributionBatch attribute(float[] images, int count, int[][] targets) {
        return inTurn(() -> attributor.attribute(images, count, targets));
    }

    private <T> T inTurn(Supplier<T> call) {
        try {
            return turns.inTurn(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AttributionException("interrupted while waiting for " + attributor.device(), e);
        }
    }
}

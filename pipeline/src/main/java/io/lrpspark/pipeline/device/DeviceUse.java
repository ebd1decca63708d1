package io.lrpspark.pipeline.device;

import java.io.Serializable;
import java.util.Optional;

/**
 * What an executor did on one of its devices.
 *
 * @param executor its name in Spark; {@code driver} in local mode
 * @param device such as {@code cpu} or {@code cuda:0}
 * @param programsLoaded programs that were compiled and loaded, once for all tasks
 * @param programBytes encoded programs that were decoded for that
 * @param tasks that computed there
 * @param images explained there
 * @param batchSize the smallest number of images per call of the engine
 * @param halvings how often that number was halved for want of memory
 * @param warning why a GPU that Spark assigned was left alone; empty if there is nothing to wonder about
 */
public record DeviceUse(
        String executor,
        String device,
        long programsLoaded,
        long programBytes,
        long tasks,
        long images,
        int batchSize,
        long halvings,
        String warning)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Why a GPU that Spark assigned was left alone. */
    public Optional<String> reason() {
        return warning.isEmpty() ? Optional.empty() : Optional.of(warning);
    }

    /** Both together, of the same executor and device. */
    DeviceUse plus(DeviceUse other) {
        return new DeviceUse(
                executor,
                device,
                programsLoaded + other.programsLoaded,
                programBytes + other.programBytes,
                tasks + other.tasks,
                images + other.images,
                Math.min(batchSize, other.batchSize),
                halvings + other.halvings,
                warning.isEmpty() ? other.warning : warning);
    }
}

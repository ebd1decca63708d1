package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.device.DeviceChoice;
import io.lrpspark.pipeline.device.DeviceUse;
import io.lrpspark.pipeline.input.UsageException;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;

/** The device of a running task with the program on it, and what the task does there. */
final class TaskDevice {
    private final DeviceChoice choice;
    private final LoadedProgram program;
    private final FittingExplainer explainer;
    private long loadedBytes;

    /**
     * Chooses the device of the running task and loads the program, unless another task has.
     *
     * @throws UsageException if a GPU is wanted and cannot be used
     */
    TaskDevice(TaskPlan plan, Broadcast<byte[]> encoded) {
        this.choice = DeviceChoice.ofThisTask(plan.device());
        this.program =
                Attributors.get(plan.fingerprint(), choice.device(), encoded::value, bytes -> loadedBytes = bytes);
        this.explainer = new FittingExplainer(
                new BatchExplainer(program, plan.preprocessing(), plan), program.limit(), plan.batchSize());
    }

    LoadedProgram program() {
        return program;
    }

    FittingExplainer explainer() {
        return explainer;
    }

    /** What the task has done so far. */
    DeviceUse use() {
        return new DeviceUse(
                SparkEnv.get().executorId(),
                choice.device().toString(),
                loadedBytes > 0 ? 1 : 0,
                loadedBytes,
                1,
                explainer.explained(),
                explainer.batchSize(),
                explainer.halvings(),
                choice.warning().orElse(""));
    }
}

package io.lrpspark.pipeline.device;

import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.attribute.ComputeDevices;
import io.lrpspark.pipeline.input.UsageException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The device that was chosen.
 *
 * @param device to compute on
 * @param reason why it is the processor, half a sentence; empty for a GPU, and where the processor was asked for
 * @param isLeftAlone whether there is a GPU all the same
 */
public record DeviceChoice(ComputeDevice device, Optional<String> reason, boolean isLeftAlone) {
    /** Spark's usual name for the resource. */
    public static final String RESOURCE = "gpu";

    private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";
    private static final Set<ComputeDevice> USABLE = ConcurrentHashMap.newKeySet();

    /**
     * For a process that Spark assigns nothing: the first GPU that it sees, or the processor.
     *
     * @throws UsageException if a GPU is wanted and cannot be used
     */
    public static DeviceChoice ofThisProcess(DeviceRequest request) {
        return ofThisProcess(request, DeviceChoice::problem);
    }

    static DeviceChoice ofThisProcess(DeviceRequest request, Function<ComputeDevice, Optional<String>> problem) {
        if (request == DeviceRequest.CPU) {
            return cpu(Optional.empty());
        }
        ComputeDevice first = ComputeDevice.cuda(0);
        Optional<String> found = problem.apply(first);
        if (found.isEmpty()) {
            return gpu(first);
        }
        return request == DeviceRequest.CUDA ? refused(found.get()) : cpu(found);
    }

    /**
     * For the running task: the GPU that Spark assigned to it, or the processor. In {@code local} mode Spark assigns none, so that it is the
     * choice of the process.
     *
     * @throws UsageException if a GPU is wanted and none is assigned, or the engine cannot use it
     */
    public static DeviceChoice ofThisTask(DeviceRequest request) {
        if (SparkEnv.get().executorId().equals("driver")) {
            return ofThisProcess(request);
        }
        ResourceInformation assigned = TaskContext.get().resourcesJMap().get(RESOURCE);
        return ofAssigned(
                request,
                Optional.ofNullable(assigned).map(gpu -> new GpuAddress(gpu.addresses()[0])),
                Optional.ofNullable(System.getenv(VISIBLE)),
                DeviceChoice::problem);
    }

    static DeviceChoice ofAssigned(
            DeviceRequest request,
            Optional<GpuAddress> assigned,
            Optional<String> visible,
            Function<ComputeDevice, Optional<String>> problem) {
        if (request == DeviceRequest.CPU) {
            return cpu(Optional.empty());
        }
        if (assigned.isEmpty()) {
            String reason = "Spark assigned the task no GPU";
            return request == DeviceRequest.CUDA ? refused(reason) : cpu(Optional.of(reason));
        }
        Optional<ComputeDevice> device = assigned.get().device(visible);
        if (device.isEmpty()) {
            return insteadOf(request, assigned.get().unknown(visible));
        }
        return problem.apply(device.get())
                .map(reason -> insteadOf(
                        request, "Spark assigned GPU " + assigned.get().text() + ", but " + reason))
                .orElseGet(() -> gpu(device.get()));
    }

    private static DeviceChoice insteadOf(DeviceRequest request, String reason) {
        return request == DeviceRequest.CUDA
                ? refused(reason)
                : new DeviceChoice(ComputeDevice.cpu(), Optional.of(reason), true);
    }

    private static DeviceChoice cpu(Optional<String> reason) {
        return new DeviceChoice(ComputeDevice.cpu(), reason, false);
    }

    private static DeviceChoice gpu(ComputeDevice device) {
        return new DeviceChoice(device, Optional.empty(), false);
    }

    /** Why a GPU that is there is left alone. Most machines have none: that is nothing to warn of. */
    public Optional<String> warning() {
        return isLeftAlone ? reason : Optional.empty();
    }

    private static DeviceChoice refused(String reason) {
        throw new UsageException("device cuda cannot be used: " + reason
                + ": expected a GPU and CUDA's libraries for the engine (README, GPUs), or --device auto");
    }

    /** What can be used is asked once; what cannot, again by every task: it may have been in use. */
    private static Optional<String> problem(ComputeDevice device) {
        if (USABLE.contains(device)) {
            return Optional.empty();
        }
        Optional<String> found = ComputeDevices.problem(device);
        if (found.isEmpty()) {
            USABLE.add(device);
        }
        return found;
    }
}

package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.AttributionException;
import io.lrpspark.lrp.program.MemoryEstimate;
import io.lrpspark.pipeline.device.BatchFit;
import io.lrpspark.pipeline.device.DeviceChoice;
import io.lrpspark.pipeline.device.DeviceRequest;
import io.lrpspark.pipeline.device.MachineMemory;
import io.lrpspark.pipeline.device.MemoryRoom;
import io.lrpspark.pipeline.input.UsageException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** What the driver finds out about devices and their memory before work starts. */
final class DevicePlan {
    private static final String OF_EXECUTORS = "spark.executor.resource." + DeviceChoice.RESOURCE + ".amount";
    private static final String OF_TASKS = "spark.task.resource." + DeviceChoice.RESOURCE + ".amount";
    private static final String CORES = "spark.executor.cores";
    private static final String AUTO = "device auto: ";

    private final JavaSparkContext context;
    private final SparkConf configuration;
    private final DeviceRequest request;

    DevicePlan(JavaSparkContext context, DeviceRequest request) {
        this.context = context;
        this.configuration = context.getConf();
        this.request = request;
    }

    /**
     * Refuses a GPU that is wanted and not there.
     *
     * @throws UsageException with the reason
     */
    void check() {
        if (request != DeviceRequest.CUDA) {
            return;
        }
        if (context.isLocal()) {
            DeviceChoice.ofThisProcess(request);
            return;
        }
        if (!assignsGpus()) {
            throw new UsageException("device cuda cannot be used: Spark assigns no GPUs to tasks: expected "
                    + OF_EXECUTORS + " and " + OF_TASKS + " to be set (README, GPUs), or --device auto");
        }
        whyNotOnAnExecutor().ifPresent(reason -> {
            throw new UsageException(reason);
        });
    }

    /**
     * What work is going to meet, as far as the driver can tell: executors may differ.
     *
     * @param chosen one sentence, where the choice of the device was left to the program
     * @param batch how many images per call fit into the memory beside the heap, where the processor computes; a GPU has its own
     */
    record Forecast(Optional<String> chosen, BatchFit batch) {}

    /** @param images of the run */
    Forecast forecast(AttributeSettings settings, long images) {
        return switch (request) {
            case CPU -> new Forecast(Optional.empty(), fit(settings, images));
            case CUDA -> new Forecast(Optional.empty(), asWanted(settings));
            case AUTO -> whyNoGpu()
                    .map(reason -> new Forecast(Optional.of(AUTO + "cpu, since " + reason), fit(settings, images)))
                    .orElseGet(() -> new Forecast(
                            Optional.of(AUTO
                                    + (context.isLocal()
                                            ? DeviceChoice.ofThisProcess(request)
                                                    .device()
                                            : "the GPUs that Spark assigns to tasks")),
                            asWanted(settings)));
        };
    }

    private static BatchFit asWanted(AttributeSettings settings) {
        return new BatchFit(settings.batchSize(), Optional.empty());
    }

    private BatchFit fit(AttributeSettings settings, long images) {
        return room().map(memory -> memory.fit(MemoryEstimate.of(settings.program()), settings.batchSize(), images))
                .orElseGet(() -> asWanted(settings));
    }

    private Optional<MemoryRoom> room() {
        TaskProcesses processes = TaskProcesses.of(context.sc());
        int slots = processes.slots() > 0 ? processes.slots() : configuredSlots();
        if (context.isLocal()) {
            return MemoryRoom.ofThisMachine(slots);
        }
        if (configuration.contains(MemoryRoom.OVERHEAD) || hasContainers()) {
            return Optional.of(MemoryRoom.ofExecutors(configuration, slots));
        }
        long[] machine =
                context.parallelize(List.of(request), 1).map(new FreeMemory()).first();
        return machine.length == 0
                ? Optional.empty()
                : Optional.of(MemoryRoom.ofExecutorsMachine(
                        new MachineMemory(machine[0], machine[1]), slots, Math.max(1, processes.neighbours())));
    }

    /** Tasks that an executor is going to run at once, where none is there yet. */
    private int configuredSlots() {
        return Math.max(1, configuration.getInt(CORES, 1) / configuration.getInt("spark.task.cpus", 1));
    }

    /** Whether executors live in containers, which the cluster ends when they take more than their overhead. */
    private boolean hasContainers() {
        return context.master().startsWith("yarn") || context.master().startsWith("k8s");
    }

    /** Why it is the processor that computes, where that was left to the program. */
    private Optional<String> whyNoGpu() {
        if (context.isLocal()) {
            return DeviceChoice.ofThisProcess(request).reason();
        }
        return assignsGpus() ? whyNotOnAnExecutor() : Optional.of("Spark assigns no GPUs to tasks");
    }

    private boolean assignsGpus() {
        return configuration.getDouble(OF_EXECUTORS, 0) > 0 && configuration.getDouble(OF_TASKS, 0) > 0;
    }

    /** Asks one of the executors whether it can use its GPU. */
    private Optional<String> whyNotOnAnExecutor() {
        String reason =
                context.parallelize(List.of(request), 1).map(new WhyNot()).first();
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** The memory of a task's machine: what is free, and what the heap may take of it; nothing if the system does not say. */
    private static final class FreeMemory implements Function<DeviceRequest, long[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public long[] call(DeviceRequest request) {
            return MachineMemory.read()
                    .map(memory -> new long[] {memory.free(), memory.unclaimed()})
                    .orElse(new long[0]);
        }
    }

    /** Why the task cannot compute on a GPU; empty if it can. An exception would only be tried again. */
    private static final class WhyNot implements Function<DeviceRequest, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String call(DeviceRequest request) {
            try {
                return DeviceChoice.ofThisTask(request).reason().orElse("");
            } catch (UsageException | AttributionException e) {
                return e.getMessage();
            }
        }
    }
}

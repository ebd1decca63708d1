package io.lrpspark.pipeline.device;

import io.lrpspark.lrp.program.MemoryEstimate;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * The memory that a process has for the engine, beside the Java heap.
 *
 * @param bytes of one process
 * @param slots tasks of the process that run at once
 * @param place what has these bytes, such as "this machine"
 * @param remedy what to set, with {@code %d} for the megabytes that are needed
 */
public record MemoryRoom(long bytes, int slots, String place, String remedy) {
    /** What the Java machine and the engine take for themselves, beside heap, program and images: code, threads, buffers. */
    private static final long OF_THE_PROCESS = 400L << 20;

    /** What programs and images may take without being asked whether it is there: it is less than the estimate errs by. */
    private static final long LITTLE = 256L << 20;

    private static final long LEAST_OVERHEAD_MB = 384;
    private static final double OVERHEAD_FACTOR = 0.1;
    /** What users set to give executors more. */
    public static final String OVERHEAD = "spark.executor.memoryOverhead";

    /**
     * What executors are given beside their heap.
     *
     * @param slots tasks of one executor that run at once
     */
    public static MemoryRoom ofExecutors(SparkConf configuration, int slots) {
        double factor = configuration.getDouble("spark.executor.memoryOverheadFactor", OVERHEAD_FACTOR);
        long heap = configuration.getSizeAsMb("spark.executor.memory", "1g");
        long standard = Math.max(LEAST_OVERHEAD_MB, (long) (factor * heap));
        long overhead = configuration.getSizeAsMb(OVERHEAD, standard + "m");
        return new MemoryRoom(overhead << 20, slots, OVERHEAD, "set it to %dm");
    }

    /**
     * What the machines of executors have left, where nobody bounds what an executor takes.
     *
     * @param machine as one of the executors sees it
     * @param slots tasks of one executor that run at once
     * @param neighbours executors on that machine
     */
    public static MemoryRoom ofExecutorsMachine(MachineMemory machine, int slots, int neighbours) {
        return new MemoryRoom(
                machine.of(neighbours),
                slots,
                "an executor's part of its machine",
                "set " + OVERHEAD + " to %dm if it has more");
    }

    /**
     * What this machine has left for this process; empty where the system does not say.
     *
     * @param slots tasks that run at once
     */
    public static Optional<MemoryRoom> ofThisMachine(int slots) {
        return MachineMemory.read()
                .map(memory -> new MemoryRoom(
                        memory.of(1),
                        slots,
                        "this machine",
                        "have %d MB free, or run fewer tasks at once (--master local[1])"));
    }

    /**
     * Takes as many images per call as fit: what was asked for, or the largest power of two below. An estimate is no proof: where not even
     * one image fits, it is one image. What needs little is taken as it is, whatever else the machine is at.
     *
     * @param estimate of the program
     * @param wanted images per call
     * @param images that there are: few images keep few slots busy
     */
    public BatchFit fit(MemoryEstimate estimate, int wanted, long images) {
        if (estimate.bytes((int) callers(wanted, images), wanted) <= LITTLE) {
            return new BatchFit(wanted, Optional.empty());
        }
        int size = wanted;
        while (size > 1 && !fits(estimate, size, images)) {
            size = Integer.highestOneBit(size - 1);
        }
        if (size == wanted && fits(estimate, size, images)) {
            return new BatchFit(size, Optional.empty());
        }
        return new BatchFit(size, Optional.of(sentence(estimate, wanted, size, images)));
    }

    private String sentence(MemoryEstimate estimate, int wanted, int size, long images) {
        long callers = callers(wanted, images);
        String outcome = fits(estimate, size, images)
                ? "batches of " + size + " are taken"
                : "not even single images may fit, which are tried";
        return "batch size %d would need about %s beside the heap (%d × %d images of %s, %s for program and process), but %s has %s: %s; %s"
                .formatted(
                        wanted,
                        megabytes(needed(estimate, wanted, images)),
                        callers,
                        wanted,
                        megabytes(estimate.imageBytes()),
                        megabytes(estimate.parameterBytes() + OF_THE_PROCESS),
                        place,
                        megabytes(bytes),
                        outcome,
                        remedy.formatted(roundedUp(needed(estimate, wanted, images))));
    }

    private boolean fits(MemoryEstimate estimate, int batch, long images) {
        return needed(estimate, batch, images) <= bytes;
    }

    private long needed(MemoryEstimate estimate, int batch, long images) {
        return OF_THE_PROCESS + estimate.bytes((int) callers(batch, images), batch);
    }

    private long callers(int batch, long images) {
        return Math.max(1, Math.min(slots, images / batch + Math.min(1, images % batch)));
    }

    /** Bytes as messages show them: rounded up to whole megabytes. */
    public static String megabytes(long bytes) {
        return roundedUp(bytes) + " MB";
    }

    private static long roundedUp(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}

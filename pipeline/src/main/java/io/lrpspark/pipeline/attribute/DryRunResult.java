package io.lrpspark.pipeline.attribute;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run would meet.
 *
 * @param images listed and taken
 * @param failed images that cannot be read or decoded
 * @param failures the first of them, in the order of their identities; {@value DryRun#MOST_FAILURES} at most
 * @param duration estimate of the run's computing time on this session's slots, from one measured batch; empty if there is no memory
 *     for one
 * @param bytes estimate of the size of the attributions table
 * @param engineBytes estimate of the engine's memory beside the heap, of all of this session's slots together
 * @param remarks what else there is to know about the estimate, one sentence each
 * @param memoryWarning one sentence, if the memory does not suffice for batches as large as was asked for
 * @param noMemory one sentence, if it did not suffice for a single image when that was tried
 */
public record DryRunResult(
        long images,
        long failed,
        List<Failure> failures,
        Optional<Duration> duration,
        long bytes,
        long engineBytes,
        List<String> remarks,
        Optional<String> memoryWarning,
        Optional<String> noMemory) {
    public DryRunResult {
        failures = List.copyOf(failures);
        remarks = List.copyOf(remarks);
    }

    /** Images that a run would not explain. */
    public long lost() {
        return noMemory.isPresent() ? images : failed;
    }

    /**
     * An image that cannot be used.
     *
     * @param image identity
     * @param stage read or decode
     * @param error class of the error
     * @param message one sentence
     */
    public record Failure(String image, String stage, String error, String message) {}
}

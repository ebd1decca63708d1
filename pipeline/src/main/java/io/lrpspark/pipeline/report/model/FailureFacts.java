package io.lrpspark.pipeline.report.model;

import java.util.List;
import java.util.Optional;

/**
 * The images without a map.
 *
 * @param total how many
 * @param causes the most frequent first; some of them
 * @param causeCount how many there are
 */
public record FailureFacts(long total, List<Cause> causes, long causeCount) {
    /**
     * Failures with the same cause.
     *
     * @param stage read, decode or attribute
     * @param error class of the error
     * @param images how many
     * @param examples some of them
     */
    public record Cause(String stage, String error, long images, List<Example> examples) {}

    /**
     * An image that failed.
     *
     * @param image its id
     * @param message what was said
     */
    public record Example(String image, Optional<String> message) {}
}

package io.lrpspark.pipeline.audit;

import java.util.Optional;

/**
 * The answer to a check, overall or for one class.
 *
 * @param name of the check
 * @param status how it ended
 * @param target the class; empty overall
 * @param targetName its name, if it has one
 * @param value of the metric; empty if there are no rows
 * @param baselineValue what it was compared with
 * @param message one sentence with the numbers
 */
public record CheckResult(
        String name,
        Status status,
        Optional<Integer> target,
        Optional<String> targetName,
        Optional<Double> value,
        Optional<Double> baselineValue,
        String message) {

    /** How a check ended. */
    public enum Status {
        /** Within its bounds. */
        PASSED,
        /** Outside, and a warning. */
        WARNING,
        /** Outside, and an error. */
        FAILED,
        /** Nothing to check or to compare with. */
        SKIPPED
    }
}

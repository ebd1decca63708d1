package io.lrpspark.pipeline.report.model;

import java.util.Optional;

/**
 * A class in one line.
 *
 * @param target its index
 * @param name of the class
 * @param images with a map of it
 * @param failures images with it as label that have no map
 * @param labelled images with it as label that have a prediction
 * @param recall share of the images with it as label that is predicted as it
 * @param accuracy share of its images that are predicted right
 * @param mistakenFor what the others of its label are predicted as most
 * @param cornerShare median
 * @param borderShare median
 * @param clusters how many
 * @param accused how many of them
 * @param failedChecks of this class
 * @param warnings of this class
 * @param meanMap small
 */
public record ClassLine(
        int target,
        String name,
        long images,
        long failures,
        long labelled,
        Optional<Double> recall,
        Optional<Double> accuracy,
        Optional<String> mistakenFor,
        Optional<Double> cornerShare,
        Optional<Double> borderShare,
        int clusters,
        int accused,
        int failedChecks,
        int warnings,
        Optional<Picture> meanMap) {

    /** Whether something was found in it. */
    public boolean hasFindings() {
        return accused > 0 || failedChecks > 0 || warnings > 0;
    }
}

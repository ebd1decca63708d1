package io.lrpspark.pipeline.report;

import io.lrpspark.pipeline.report.model.Quantiles;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the summary without its maps.
 *
 * @param target the class; none over all
 * @param name of the class, or what stands for it
 * @param images with a map
 * @param failures without
 * @param labelled explained images with the class as label
 * @param recall share of the images with the class as label that is predicted as it
 * @param accuracy share of the row's images that are predicted right
 * @param mistakenFor what the others of its label are predicted as most, in words
 * @param statistics quantiles by name of the column
 */
record ClassSummary(
        Optional<Integer> target,
        String name,
        long images,
        long failures,
        long labelled,
        Optional<Double> recall,
        Optional<Double> accuracy,
        Optional<String> mistakenFor,
        Map<String, Quantiles> statistics) {

    Quantiles statistic(String column) {
        return statistics.getOrDefault(column, Quantiles.NONE);
    }
}

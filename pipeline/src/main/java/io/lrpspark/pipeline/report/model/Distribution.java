package io.lrpspark.pipeline.report.model;

import java.util.List;
import java.util.Optional;

/**
 * How often a statistic has which values, in bins of equal width.
 *
 * @param name of the column
 * @param least lower edge of the first bin
 * @param most upper edge of the last bin
 * @param maps in each bin
 * @param before the same of the baseline, in the same bins; outliers are in the outermost
 * @param quantiles of the run
 * @param notFinite maps whose value is missing or not finite
 */
public record Distribution(
        String name,
        double least,
        double most,
        List<Long> maps,
        Optional<List<Long>> before,
        Quantiles quantiles,
        long notFinite) {}

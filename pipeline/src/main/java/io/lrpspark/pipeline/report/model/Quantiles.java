package io.lrpspark.pipeline.report.model;

import java.util.Optional;

/**
 * The middle of a distribution. What is not finite has no value.
 *
 * @param p05 5 % are below
 * @param p50 the median
 * @param p95 5 % are above
 */
public record Quantiles(Optional<Double> p05, Optional<Double> p50, Optional<Double> p95) {
    /** Of no values. */
    public static final Quantiles NONE = new Quantiles(Optional.empty(), Optional.empty(), Optional.empty());
}

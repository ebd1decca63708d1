package io.lrpspark.pipeline.audit;

import java.util.Optional;

/**
 * One question to the tables of a run.
 *
 * @param name what it is called
 * @param table which table
 * @param metric a Spark SQL aggregate
 * @param where a Spark SQL condition on the rows
 * @param scope {@code overall}, {@code class}, or the name of a class
 * @param lower least value or, with a comparison, least change
 * @param upper largest value or, with a comparison, largest change
 * @param level what it means if the bounds are left
 * @param comparison how the value is compared
 * @param runs of a comparison in deviations: how many runs before this one count
 * @param least fewest rows; a class with less is skipped
 */
record Check(
        String name,
        String table,
        String metric,
        String where,
        String scope,
        Optional<Double> lower,
        Optional<Double> upper,
        Level level,
        Optional<Comparison> comparison,
        int runs,
        long least) {

    static final String OVERALL = "overall";
    static final String PER_CLASS = "class";

    /** What leaving the bounds means. */
    enum Level {
        WARNING,
        ERROR
    }

    /** What a value is compared with. */
    enum Comparison {
        /** Value less that of the baseline. */
        ABSOLUTE,
        /** The same, in terms of the baseline's magnitude. */
        RELATIVE,
        /** Value less the mean of the last runs, in their standard deviations. */
        DEVIATIONS
    }

    boolean isWithin(double value) {
        return lower.map(bound -> value >= bound).orElse(true)
                && upper.map(bound -> value <= bound).orElse(true);
    }
}

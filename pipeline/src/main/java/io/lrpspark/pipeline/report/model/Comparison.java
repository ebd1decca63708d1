package io.lrpspark.pipeline.report.model;

import java.util.List;
import java.util.Optional;

/**
 * How a run differs from its baseline.
 *
 * @param baseline the other run; none if there is nothing to compare with
 * @param remarks what the reader should know about the comparison, one sentence each
 * @param overall numbers of the whole run, and the statistics whose median has moved
 * @param classes those that changed most
 * @param compared how many classes are in both
 */
public record Comparison(
        Optional<String> baseline,
        List<String> remarks,
        List<Change> overall,
        List<ClassChange> classes,
        long compared) {

    /**
     * A number then and now.
     *
     * @param name what it is
     * @param before of the baseline
     * @param now of the run
     */
    public record Change(String name, Optional<Double> before, Optional<Double> now) {
        /** Now less then. */
        public Optional<Double> difference() {
            return before.flatMap(then -> now.map(value -> value - then));
        }
    }

    /**
     * A class then and now.
     *
     * @param target its index
     * @param name of the class
     * @param recall then and now
     * @param statistic the statistic whose median moved most, then and now; none if none has moved
     * @param cosine of the mean map to the baseline's, -1 to 1
     */
    public record ClassChange(
            int target, String name, Change recall, Optional<Change> statistic, Optional<Double> cosine) {

        /** How much it changed: 0 is not at all. */
        public double size() {
            return recall.difference().map(Math::abs).orElse(0.0)
                    + statistic.flatMap(Change::difference).map(Math::abs).orElse(0.0)
                    + cosine.map(value -> 1 - value).orElse(0.0);
        }
    }
}

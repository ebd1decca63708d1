package io.lrpspark.pipeline.report.model;

import java.util.List;
import java.util.Optional;

/**
 * How a run differs from its baseline.
 *
 * @param baseline the other run; none if there is nothing that could be compared with
 * @param remarks what the reader should know about the comparison, one sentence each
 * @param overall numbers of the whole run, and the statistics whose median has moved
 * @param classes those that changed most
 * @param counts of the classes
 */
public record Comparison(
        Optional<String> baseline,
        List<String> remarks,
        List<Change> overall,
        List<ClassChange> classes,
        ClassCounts counts) {

    /** Of a run that is compared with none. */
    public static Comparison none(List<String> remarks) {
        return new Comparison(Optional.empty(), remarks, List.of(), List.of(), ClassCounts.NONE);
    }

    /** What a number measures. */
    public enum Unit {
        /** A share, shown in per cent. */
        SHARE,
        /** Anything else. */
        NUMBER
    }

    /**
     * How many classes.
     *
     * @param compared have a number in both runs that means the same
     * @param changed of those, have one that is another now
     * @param onlyNow are not in the baseline
     * @param onlyBefore are in the baseline alone
     */
    public record ClassCounts(long compared, long changed, long onlyNow, long onlyBefore) {
        /** Where no class can be compared. */
        public static final ClassCounts NONE = new ClassCounts(0, 0, 0, 0);
    }

    /**
     * A number then and now.
     *
     * @param name what it is
     * @param unit of both
     * @param before of the baseline
     * @param now of the run
     */
    public record Change(String name, Unit unit, Optional<Double> before, Optional<Double> now) {
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
     * @param statistic the statistic whose median moved most, then and now; none if none can be compared
     * @param cosine of the mean map to the baseline's, -1 to 1
     */
    public record ClassChange(
            int target, String name, Change recall, Optional<Change> statistic, Optional<Double> cosine) {

        /** Whether any number of it is in both runs and means the same. */
        public boolean isCompared() {
            return recall.difference().isPresent() || statistic.isPresent() || cosine.isPresent();
        }

        /** How much it changed: 0 is not at all. */
        public double size() {
            return recall.difference().map(Math::abs).orElse(0.0)
                    + statistic.flatMap(Change::difference).map(Math::abs).orElse(0.0)
                    + cosine.map(value -> 1 - value).orElse(0.0);
        }
    }
}

package io.lrpspark.pipeline.report.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the audit of a run says.
 *
 * @param verdict over all checks
 * @param checkedAt as recorded, UTC
 * @param baseline the run that the checks compared with, if there was one
 * @param counts how many checks ended how
 * @param checks one for each name of a check, the failed ones first; some of them
 * @param checkCount how many names there are
 * @param findings checks that failed, then those that warn; some of them
 * @param findingCount how many there are
 * @param accusations accused clusters, the most suspicious first; some of them
 * @param accusedCount how many clusters are accused
 */
public record AuditFacts(
        Verdict verdict,
        Optional<String> checkedAt,
        Optional<String> baseline,
        Map<Status, Long> counts,
        List<Check> checks,
        long checkCount,
        List<Finding> findings,
        long findingCount,
        List<Accusation> accusations,
        long accusedCount) {

    /** The worst that a check says. */
    public enum Verdict {
        /** All checks within their bounds. */
        PASSED,
        /** Some outside, all of them warnings. */
        WARNINGS,
        /** Some errors. */
        FAILED
    }

    /** How a check ended. */
    public enum Status {
        /** Outside, and an error. */
        FAILED,
        /** Outside, and a warning. */
        WARNING,
        /** Within its bounds. */
        PASSED,
        /** Nothing to check or to compare with. */
        SKIPPED
    }

    /**
     * A check over all that it was asked of.
     *
     * @param name of the check
     * @param metric the SQL
     * @param bounds in words
     * @param failed how often
     * @param warnings how often
     * @param passed how often
     * @param skipped how often
     */
    public record Check(
            String name, String metric, String bounds, long failed, long warnings, long passed, long skipped) {}

    /**
     * A check outside its bounds.
     *
     * @param status {@code FAILED} or {@code WARNING}
     * @param target the class, if it is of one
     * @param message one sentence with the numbers
     */
    public record Finding(Status status, Optional<Integer> target, String message) {}

    /**
     * An accused cluster.
     *
     * @param target the class
     * @param className its name
     * @param cluster the number in the class
     * @param size images
     * @param classImages of the class
     * @param reason what is peculiar, in numbers
     */
    public record Accusation(
            int target, String className, int cluster, long size, long classImages, Optional<String> reason) {}

    /** How many checks ended like this. */
    public long count(Status status) {
        return counts.getOrDefault(status, 0L);
    }
}

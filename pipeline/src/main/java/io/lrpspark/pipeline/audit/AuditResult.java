package io.lrpspark.pipeline.audit;

import io.lrpspark.pipeline.output.RunId;
import java.util.List;
import java.util.Optional;

/**
 * What an audit found.
 *
 * @param run that was audited
 * @param baseline that it was compared with
 * @param verdict over all checks
 * @param checks the answers
 * @param accused clusters, the most suspicious first
 * @param notes what the reader should know about the comparison, one sentence each
 */
public record AuditResult(
        RunId run,
        Optional<RunId> baseline,
        Verdict verdict,
        List<CheckResult> checks,
        List<AccusedCluster> accused,
        List<String> notes) {

    /** The worst that a check says. */
    public enum Verdict {
        /** All checks within their bounds. */
        PASSED,
        /** Some outside, all of them warnings. */
        WARNINGS,
        /** Some errors. */
        FAILED
    }

    /**
     * A cluster that looks at a place of its own.
     *
     * @param className of its class
     * @param cluster its number in the class
     * @param size images
     * @param classImages of the class
     * @param reason one sentence with the numbers
     * @param example the most typical image
     */
    public record AccusedCluster(
            String className, int cluster, long size, long classImages, String reason, String example) {}

    /** How many checks ended like this. */
    public long count(CheckResult.Status status) {
        return checks.stream().filter(check -> check.status() == status).count();
    }
}

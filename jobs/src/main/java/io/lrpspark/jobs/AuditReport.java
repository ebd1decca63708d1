package io.lrpspark.jobs;

import io.lrpspark.pipeline.audit.AuditResult;
import io.lrpspark.pipeline.audit.AuditResult.AccusedCluster;
import io.lrpspark.pipeline.audit.CheckResult;
import io.lrpspark.pipeline.audit.CheckResult.Status;
import io.lrpspark.pipeline.output.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a user reads at the end of an audit: the verdict first. */
final class AuditReport {
    private static final int SHOWN = 10;

    private AuditReport() {}

    static List<String> lines(AuditResult result) {
        List<String> lines = new ArrayList<>();
        lines.add("audit of run %s: %s (%d passed, %s, %d failed, %d skipped%s)"
                .formatted(
                        result.run(),
                        result.verdict().name().toLowerCase(Locale.ROOT),
                        result.count(Status.PASSED),
                        Wording.count(result.count(Status.WARNING), "warning"),
                        result.count(Status.FAILED),
                        result.count(Status.SKIPPED),
                        result.baseline()
                                .map(RunId::value)
                                .map("; compared with "::concat)
                                .orElse("; nothing to compare with")));
        result.notes().forEach(note -> lines.add("note: " + note));
        if (result.accused().isEmpty()) {
            lines.add("no cluster of maps is accused");
        }
        result.accused().stream().limit(SHOWN).forEach(cluster -> add(lines, cluster));
        if (result.accused().size() > SHOWN) {
            lines.add("and " + (result.accused().size() - SHOWN) + " more accused clusters, in the table clusters");
        }
        add(lines, "failed", result, Status.FAILED);
        add(lines, "warning", result, Status.WARNING);
        return List.copyOf(lines);
    }

    private static void add(List<String> lines, AccusedCluster cluster) {
        lines.add("accused: %s, cluster %d (%d of %s): %s"
                .formatted(
                        cluster.className(),
                        cluster.cluster(),
                        cluster.size(),
                        Wording.images(cluster.classImages()),
                        cluster.reason()));
        lines.add("         look at " + cluster.example());
    }

    private static void add(List<String> lines, String word, AuditResult result, Status status) {
        List<CheckResult> found = result.checks().stream()
                .filter(check -> check.status() == status)
                .toList();
        found.stream().limit(SHOWN).forEach(check -> lines.add(word + ": " + check.message()));
        if (found.size() > SHOWN) {
            lines.add("and " + (found.size() - SHOWN) + " more, in the table checks");
        }
    }
}

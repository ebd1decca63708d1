package io.lrpspark.pipeline.report.model;

import java.util.List;
import java.util.Optional;

/**
 * Everything that a page shows.
 *
 * @param run facts and provenance
 * @param audit what it found; none if the run was not audited
 * @param comparison with the baseline
 * @param classes a line each, the most remarkable first; some of them
 * @param classCount how many there are
 * @param distributions of the statistics of all maps
 * @param details the most remarkable classes in full
 * @param failures by cause
 * @param notes what is missing or odd about the tables, one sentence each
 */
public record Report(
        RunFacts run,
        Optional<AuditFacts> audit,
        Comparison comparison,
        List<ClassLine> classes,
        long classCount,
        List<Distribution> distributions,
        List<ClassDetail> details,
        FailureFacts failures,
        List<String> notes) {

    /** The same with so many images of each gallery at most. */
    public Report withImages(int most) {
        return new Report(
                run,
                audit,
                comparison,
                classes,
                classCount,
                distributions,
                details.stream().map(detail -> detail.withImages(most)).toList(),
                failures,
                notes);
    }
}

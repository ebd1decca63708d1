package io.lrpspark.pipeline.report;

import io.lrpspark.pipeline.output.RunId;
import java.util.Optional;

/**
 * What is reported.
 *
 * @param run a finished run
 * @param baseline what it is compared with; by default what its audit was compared with, and of a run without an audit the
 *     finished run that was started last before it
 * @param limits of the page
 */
public record ReportSettings(RunId run, Optional<RunId> baseline, ReportLimits limits) {
    /** A run with all defaults. */
    public static ReportSettings of(RunId run) {
        return new ReportSettings(run, Optional.empty(), ReportLimits.STANDARD);
    }
}

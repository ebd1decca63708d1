package io.lrpspark.pipeline.audit;

import io.lrpspark.pipeline.output.RunId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is audited.
 *
 * @param run a finished run
 * @param baseline what it is compared with; by default the finished run that was started last before it
 * @param checks a file of checks; by default those that come with the program
 */
public record AuditSettings(RunId run, Optional<RunId> baseline, Optional<Path> checks) {
    /** A run with the default checks, compared with the one before it. */
    public static AuditSettings of(RunId run) {
        return new AuditSettings(run, Optional.empty(), Optional.empty());
    }
}

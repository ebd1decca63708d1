package io.lrpspark.jobs;

import io.lrpspark.pipeline.attribute.DryRunResult;
import io.lrpspark.pipeline.attribute.RunResult;
import io.lrpspark.pipeline.attribute.RunResult.Counts;
import io.lrpspark.pipeline.attribute.RunResult.Timings;
import io.lrpspark.pipeline.attribute.RunWork;
import io.lrpspark.pipeline.input.Locations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a user reads at the end of a run. */
final class RunReport {
    private static final int LABELS_SHOWN = 5;

    private RunReport() {}

    /**
     * The lines, the query last so that it is easily found and copied.
     *
     * @param told warnings that the user has read already
     */
    static List<String> lines(RunResult result, Collection<String> told) {
        Counts counts = result.counts();
        Timings timings = result.timings();
        List<String> lines = new ArrayList<>();
        lines.add("run %s %s: %d of %s explained, %d failed, %s"
                .formatted(
                        result.run(),
                        result.verdict(),
                        counts.explained(),
                        Wording.images(counts.images()),
                        counts.failed(),
                        Wording.count(counts.maps(), "map")));
        String total = "time: " + seconds(timings.totalSeconds());
        lines.add(
                timings.imagesPerSecond() > 0
                        ? "%s, of which start-up %s, summary %s; %s on %s"
                                .formatted(
                                        total,
                                        seconds(timings.startupSeconds()),
                                        seconds(timings.summarySeconds()),
                                        Wording.rate(timings.imagesPerSecond()),
                                        result.device())
                        : total + "; nothing to compute");
        result.work()
                .bottleneck(timings.stepSeconds())
                .ifPresent(bottleneck -> lines.add(String.format(
                        Locale.ROOT,
                        "bottleneck: %s, its thread busy for %.0f %% of the tasks' time",
                        bottleneck.step(),
                        100 * bottleneck.busy())));
        work(result.work()).ifPresent(lines::add);
        result.accuracy()
                .ifPresent(share -> lines.add(String.format(
                        Locale.ROOT,
                        "accuracy: %.1f %% of %s",
                        100 * share,
                        Wording.count(counts.labelled(), "labelled image"))));
        if (!result.unknownLabels().isEmpty()) {
            lines.add("labels that are no class of the model: " + unknown(result));
        }
        result.warnings().stream()
                .filter(warning -> !told.contains(warning))
                .forEach(warning -> lines.add("warning: " + warning));
        lines.add("tables:");
        lines.add("  attributions  " + result.paths().attributions());
        lines.add("  summary       " + result.paths().summary());
        lines.add("  scores        " + result.paths().scores());
        lines.add("  inputs        " + result.paths().inputs());
        lines.add("  record        " + result.paths().record());
        lines.add("a first query, for spark.sql(…) in a notebook:");
        lines.add("  " + query(result));
        return List.copyOf(lines);
    }

    /** What was not done anew, and what was done again. */
    private static Optional<String> work(RunWork work) {
        List<String> parts = new ArrayList<>();
        work.reusedRun()
                .ifPresent(run -> parts.add(
                        "reused: %s of run %s, unchanged".formatted(Wording.images(work.reusedImages()), run)));
        if (work.resumptions() > 0) {
            parts.add("resumed: %d of %s were complete before"
                    .formatted(work.wavesBefore(), Wording.count(work.waves(), "wave")));
        }
        if (work.failedTasks() > 0) {
            parts.add("repeated: %s, %s lost"
                    .formatted(
                            Wording.count(work.failedTasks(), "task"),
                            Wording.count(work.lostExecutors(), "executor")));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
    }

    /** Which classes are decided in the corners or, where nothing was explained, why not. */
    private static String query(RunResult result) {
        String table =
                "parquet.`" + Locations.literal(result.paths().attributions()).replace("`", "``") + "`";
        return result.counts().explained() > 0
                ? "SELECT predicted, predicted_name, count(*) AS images, avg(corner_share) AS corner_share,"
                        + " avg(border_share) AS border_share FROM " + table
                        + " WHERE status = 'ok' GROUP BY predicted, predicted_name ORDER BY corner_share DESC"
                : "SELECT stage, error, count(*) AS images, min(image_id) AS example, min(message) AS message FROM "
                        + table + " WHERE status = 'failed' GROUP BY stage, error ORDER BY images DESC";
    }

    /** The lines of a dry run. */
    static List<String> lines(DryRunResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(Wording.images(result.images()) + ", of which " + result.failed() + " cannot be used");
        result.failures()
                .forEach(failure ->
                        lines.add("  " + failure.image() + ": " + failure.stage() + ": " + failure.message()));
        if (result.failures().size() < result.failed()) {
            lines.add("  and " + (result.failed() - result.failures().size()) + " more");
        }
        lines.add(String.format(
                Locale.ROOT,
                "a run would %swrite about %.1f MB, and take about %.1f GB of memory beside the heap",
                result.duration()
                        .map(time -> "compute for about " + ProgressLine.duration(time) + ", ")
                        .orElse(""),
                result.bytes() / 1e6,
                result.engineBytes() / 1e9));
        lines.addAll(result.remarks());
        result.noMemory().ifPresent(finding -> lines.add("failure: " + finding));
        result.memoryWarning().ifPresent(warning -> lines.add("warning: " + warning));
        return List.copyOf(lines);
    }

    private static String unknown(RunResult result) {
        String shown = result.unknownLabels().entrySet().stream()
                .limit(LABELS_SHOWN)
                .map(entry -> entry.getKey() + " (" + Wording.images(entry.getValue()) + ")")
                .collect(Collectors.joining(", "));
        int more = result.unknownLabels().size() - LABELS_SHOWN;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static String seconds(double seconds) {
        return ProgressLine.duration(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}

package io.lrpspark.pipeline.report;

import io.lrpspark.pipeline.output.JsonRecord;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.report.model.Fact;
import io.lrpspark.pipeline.report.model.RunFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the records of a run say. */
final class RunReader {
    /** What has a place of its own on the page, or would fill it. */
    private static final Set<String> ELSEWHERE = Set.of("run_id", "classes.names", "audit", "warnings", "verdict");

    private static final int MOST_WARNINGS = 20;

    /** Of one part of a record; a longer one, such as all labels that are no class, becomes one line. */
    private static final int MOST_LINES = 30;

    private RunReader() {}

    static RunFacts read(RunCatalog catalog, RunId run, ReportLimits limits) {
        JsonRecord started = new JsonRecord(catalog.records().readStarted(run).orElse(Map.of()));
        JsonRecord finished = new JsonRecord(catalog.records().readFinished(run).orElse(Map.of()));
        List<Fact> facts = new ArrayList<>();
        flatten("", started.content(), facts);
        flatten("", finished.content(), facts);
        List<String> warnings = warnings(finished);
        return new RunFacts(
                run.value(),
                catalog.tables().root().toString(),
                finished.text("verdict"),
                started.text("started_at"),
                started.text("program", "provenance", "model"),
                method(started),
                finished.count("counts", "images"),
                finished.count("counts", "explained"),
                finished.count("counts", "failed"),
                finished.number("accuracy"),
                warnings.stream().limit(MOST_WARNINGS).toList(),
                warnings.size(),
                facts.stream().limit(limits.facts()).toList(),
                facts.size());
    }

    private static Optional<String> method(JsonRecord started) {
        List<String> parts = Stream.of("composite", "canonizer")
                .map(name -> started.text("program", "provenance", name))
                .flatMap(Optional::stream)
                .toList();
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" on ", parts));
    }

    private static List<String> warnings(JsonRecord finished) {
        return finished.at("warnings").filter(List.class::isInstance).stream()
                .flatMap(warnings -> ((List<?>) warnings).stream())
                .map(String::valueOf)
                .toList();
    }

    private static void flatten(String prefix, Map<?, ?> content, List<Fact> facts) {
        content.forEach((key, value) -> {
            String name = prefix + key;
            if (ELSEWHERE.contains(name) || value == null) {
                return;
            }
            if (value instanceof Map<?, ?> nested && nested.size() <= MOST_LINES) {
                flatten(name + ".", nested, facts);
            } else {
                facts.add(new Fact(name, JsonRecord.words(value)));
            }
        });
    }
}

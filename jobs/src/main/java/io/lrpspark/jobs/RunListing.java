package io.lrpspark.jobs;

import io.lrpspark.jobs.Table.Align;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs in words, from their records. */
final class RunListing {
    private static final String UNFINISHED = "unfinished";
    private static final int DATE_AND_TIME = "2026-01-31T12:00:00".length();

    private RunListing() {}

    /** A line for each run. */
    static List<String> table(RunCatalog catalog) {
        Table table = new Table(Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT)
                .row("run", "started", "state", "images", "failures", "model");
        for (RunId run : catalog.all()) {
            Map<String, Object> started = catalog.records().readStarted(run).orElse(Map.of());
            Optional<Map<String, Object>> finished = catalog.records().readFinished(run);
            table.row(
                    run.value(),
                    date(started.get("started_at")),
                    state(catalog, run, finished),
                    images(catalog, run, finished),
                    finished.flatMap(record -> at(record, "counts", "failed")).orElse(""),
                    at(started, "program", "provenance", "model").orElse(""));
        }
        return table.lines();
    }

    /** Everything worth knowing about a run. */
    static List<String> details(RunCatalog catalog, RunId run) {
        Map<String, Object> started = catalog.records().readStarted(run).orElse(Map.of());
        Optional<Map<String, Object>> finished = catalog.records().readFinished(run);
        List<String> lines = new ArrayList<>();
        lines.add("run " + run + ", " + state(catalog, run, finished));
        Table table = new Table(Align.LEFT, Align.LEFT);
        for (String part : List.of(
                "started_at",
                "arguments",
                "source",
                "selection",
                "target",
                "activation",
                "preprocessing",
                "map_size",
                "map_channels",
                "wave_size",
                "reuse",
                "program",
                "versions",
                "master")) {
            add(table, part, started.get(part));
        }
        catalog.records().readListed(run).ifPresent(listed -> {
            add(table, "images", listed.get("images"));
            add(table, "waves", catalog.files().wavesDone(run) + " of " + listed.get("waves") + " complete");
        });
        for (int number = 1; number <= catalog.records().resumptions(run); number++) {
            add(table, "resumed", catalog.records().readResumed(run, number).get("resumed_at"));
        }
        finished.ifPresent(record -> record.forEach((part, value) -> {
            if (!part.equals("run_id") && !part.equals("waves")) {
                add(table, part, value);
            }
        }));
        table.lines().forEach(line -> lines.add("  " + line));
        if (finished.isEmpty()) {
            lines.add(howToResume(run));
        }
        return List.copyOf(lines);
    }

    /** What to do about a run that has just been cut short; empty if it was not begun. */
    static Optional<String> afterAnError(RunCatalog catalog, RunId run) {
        return catalog.records().readStarted(run).isPresent()
                        && !catalog.records().isFinished(run)
                ? Optional.of("run " + run + " is " + state(catalog, run, Optional.empty()) + "; " + howToResume(run))
                : Optional.empty();
    }

    /** Of a run that was to be resumed and is finished. */
    static String nothingToResume(RunId run, Map<String, Object> finished) {
        return "run " + run + " is finished already (" + finished.get("verdict") + ", "
                + date(finished.get("finished_at")) + "): there is nothing to resume";
    }

    private static String howToResume(RunId run) {
        return "to continue it: lrp attribute with the same arguments, and --resume " + run + " instead of --run-id";
    }

    private static String state(RunCatalog catalog, RunId run, Optional<Map<String, Object>> finished) {
        if (finished.isEmpty()) {
            return UNFINISHED
                    + catalog.records()
                            .readListed(run)
                            .map(listed -> ", " + catalog.files().wavesDone(run) + " of " + listed.get("waves")
                                    + " waves complete")
                            .orElse("");
        }
        return finished.get().get("verdict")
                + at(finished.get(), "audit", "verdict")
                        .map(verdict -> ", audit: " + verdict)
                        .orElse("");
    }

    private static String images(RunCatalog catalog, RunId run, Optional<Map<String, Object>> finished) {
        return finished.flatMap(record -> at(record, "counts", "images"))
                .or(() -> catalog.records().readListed(run).flatMap(listed -> at(listed, "images")))
                .orElse("");
    }

    private static Optional<String> at(Map<String, Object> record, String... path) {
        Object value = record;
        for (String name : path) {
            value = value instanceof Map<?, ?> parts ? parts.get(name) : null;
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    private static String date(Object instant) {
        String text = instant == null ? "" : String.valueOf(instant);
        return text.length() > DATE_AND_TIME ? text.substring(0, DATE_AND_TIME).replace('T', ' ') : text;
    }

    /** A part of a record; what has parts itself takes a line for each, and so does a list (warnings, devices). */
    private static void add(Table table, String name, Object value) {
        if (value instanceof Map<?, ?> parts) {
            parts.forEach((part, content) -> add(table, name + "." + part, content));
        } else if (value instanceof List<?> list) {
            list.forEach(entry -> table.row(name, entry(entry)));
        } else if (value instanceof Double number) {
            table.row(name, String.format(Locale.ROOT, "%.4g", number));
        } else if (value != null && !String.valueOf(value).isEmpty()) {
            table.row(name, String.valueOf(value));
        }
    }

    private static String entry(Object entry) {
        return entry instanceof Map<?, ?> parts
                ? parts.entrySet().stream()
                        .map(part -> part.getKey() + " " + part.getValue())
                        .collect(Collectors.joining(", "))
                : String.valueOf(entry);
    }
}

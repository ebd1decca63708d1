package io.lrpspark.pipeline.summary;

import static org.apache.spark.sql.functions.col;

import io.lrpspark.pipeline.output.JsonRecord;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What of a run can be compared with a baseline.
 *
 * @param classes whether they have the same classes
 * @param statistics whether their maps were made in the same way, so that statistics mean the same
 * @param meanMaps whether mean maps can be compared: the same classes, made in the same way, of the same size
 * @param remarks what differs, one sentence each
 */
public record Comparability(boolean classes, boolean statistics, boolean meanMaps, List<String> remarks) {
    private static final int MOST_DIGITS = 12;
    private static final String SHAPE = "relevance_shape";
    private static final String[] CLASS_COUNT = {"classes", "count"};

    private static final List<Fact> MODEL = List.of(
            new Fact("another", "model", "program", "provenance", "model"),
            new Fact("other", "weights", "program", "provenance", "weights_sha256"),
            new Fact("other", "preprocessing", "preprocessing"));

    /** How maps are made: with another of these they mean something else. */
    private static final List<Fact> METHOD = List.of(
            new Fact("another", "composite", "program", "provenance", "composite"),
            new Fact("another", "canonizer", "program", "provenance", "canonizer"),
            new Fact("another", "start", "program", "start"),
            new Fact("another", "target", "target"));

    private record Fact(String other, String name, String... keys) {}

    /**
     * Compares the records and the sizes of the maps.
     *
     * @param summary of the run, if it has one
     * @param baselineSummary of the baseline, if it has one
     */
    public static Comparability of(
            RunCatalog catalog,
            RunId run,
            RunId baseline,
            Optional<Dataset<Row>> summary,
            Optional<Dataset<Row>> baselineSummary) {
        JsonRecord now = started(catalog, run);
        JsonRecord then = started(catalog, baseline);
        List<String> remarks = new ArrayList<>();
        List<String> model = differences(MODEL, now, then);
        if (!model.isEmpty()) {
            remarks.add("The baseline has " + String.join(" and ", model) + ": changes may come from there.");
        }
        List<String> method = differences(METHOD, now, then);
        if (!method.isEmpty()) {
            remarks.add("The baseline has " + String.join(" and ", method)
                    + ": its maps mean something else, so that statistics and mean maps are not compared.");
        }
        boolean sameShape = sameShape(summary, baselineSummary, remarks);
        boolean classes = sameClasses(catalog, run, baseline, remarks);
        unknown(now, then).ifPresent(remarks::add);
        return new Comparability(
                classes, method.isEmpty(), classes && method.isEmpty() && sameShape, List.copyOf(remarks));
    }

    private static JsonRecord started(RunCatalog catalog, RunId run) {
        return new JsonRecord(catalog.records().readStarted(run).orElse(Map.of()));
    }

    private static List<String> differences(List<Fact> facts, JsonRecord now, JsonRecord then) {
        List<String> words = new ArrayList<>();
        for (Fact fact : facts) {
            Optional<String> value = now.text(fact.keys());
            Optional<String> before = then.text(fact.keys());
            if (value.isPresent() && before.isPresent() && !value.equals(before)) {
                words.add(fact.other() + " " + fact.name() + " (" + shortened(before.get()) + ", not "
                        + shortened(value.get()) + ")");
            }
        }
        return words;
    }

    /** A fingerprint by its first digits. */
    private static String shortened(String value) {
        return value.matches("[0-9a-f]{32,}") ? value.substring(0, MOST_DIGITS) + "…" : value;
    }

    /** What one record says and the other does not, such as one of an older version. */
    private static Optional<String> unknown(JsonRecord now, JsonRecord then) {
        List<String> names = new ArrayList<>();
        List<Fact> facts = new ArrayList<>(MODEL);
        facts.addAll(METHOD);
        facts.add(new Fact("another", "number of classes", CLASS_COUNT));
        for (Fact fact : facts) {
            if (now.text(fact.keys()).isPresent() != then.text(fact.keys()).isPresent()) {
                names.add(fact.name());
            }
        }
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("It is unknown whether the baseline has the same " + String.join(", ", names)
                        + ": one of the two records does not say.");
    }

    private static boolean sameClasses(RunCatalog catalog, RunId run, RunId baseline, List<String> remarks) {
        Optional<String> now = started(catalog, run).text(CLASS_COUNT);
        Optional<String> then = started(catalog, baseline).text(CLASS_COUNT);
        if (now.isPresent() && then.isPresent() && !now.equals(then)) {
            remarks.add("The baseline has " + then.get() + " classes, not " + now.get()
                    + ": only the numbers of the whole runs are compared.");
            return false;
        }
        if (!catalog.classNames(run).equals(catalog.classNames(baseline))) {
            remarks.add("The baseline has classes of other names: only the numbers of the whole runs are compared.");
            return false;
        }
        return true;
    }

    private static boolean sameShape(
            Optional<Dataset<Row>> summary, Optional<Dataset<Row>> baselineSummary, List<String> remarks) {
        List<Integer> now = summary.map(Comparability::shape).orElse(List.of());
        List<Integer> then = baselineSummary.map(Comparability::shape).orElse(List.of());
        if (baselineSummary.isPresent() && !now.equals(then)) {
            remarks.add(
                    "The baseline has maps of " + size(then) + ", not " + size(now) + ": mean maps are not compared.");
        }
        return now.equals(then);
    }

    private static List<Integer> shape(Dataset<Row> summary) {
        if (!Arrays.asList(summary.columns()).contains(SHAPE)) {
            return List.of();
        }
        return summary
                .where(col(SHAPE).isNotNull())
                .select(col(SHAPE).cast("array<int>"))
                .limit(1)
                .collectAsList()
                .stream()
                .findFirst()
                .map(row -> List.copyOf(row.<Integer>getList(0)))
                .orElse(List.of());
    }

    private static String size(List<Integer> shape) {
        return shape.isEmpty()
                ? "no size"
                : String.join(" × ", shape.stream().map(String::valueOf).toList());
    }
}

package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.col;

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
 * What of two runs can be compared.
 *
 * @param classes whether they have the same classes
 * @param statistics whether their maps were made in the same way, so that statistics mean the same
 * @param meanMaps whether the mean maps have the same size besides
 * @param remarks what differs, one sentence each
 */
record Comparability(boolean classes, boolean statistics, boolean meanMaps, List<String> remarks) {
    /** How maps are made: with another of these they mean something else. */
    private static final List<Fact> METHOD = List.of(
            new Fact("composite", "program", "provenance", "composite"),
            new Fact("canonizer", "program", "provenance", "canonizer"),
            new Fact("start", "program", "start"),
            new Fact("target", "target"));

    private static final List<Fact> MODEL = List.of(
            new Fact("model", "program", "provenance", "model"),
            new Fact("weights", "program", "provenance", "weights_sha256"),
            new Fact("preprocessing", "preprocessing"));

    private record Fact(String name, String... keys) {}

    static Comparability of(RunCatalog catalog, RunTables now, RunTables before) {
        JsonRecord record = started(catalog, now.run());
        JsonRecord other = started(catalog, before.run());
        List<String> remarks = new ArrayList<>();
        MODEL.forEach(fact -> difference(fact, record, other)
                .ifPresent(
                        words -> remarks.add("The baseline has another " + words + ": changes may come from there.")));
        boolean statistics = true;
        for (Fact fact : METHOD) {
            Optional<String> words = difference(fact, record, other);
            if (words.isPresent()) {
                remarks.add("The baseline has another " + words.get()
                        + ": its maps mean something else, so that statistics and mean maps are not compared.");
                statistics = false;
            }
        }
        List<Integer> shape = shape(now);
        List<Integer> old = shape(before);
        boolean sameShape = shape.equals(old);
        if (!sameShape) {
            remarks.add(
                    "The baseline has maps of " + size(old) + ", not " + size(shape) + ": mean maps are not compared.");
        }
        boolean classes = catalog.classNames(now.run()).equals(catalog.classNames(before.run()));
        if (!classes) {
            remarks.add("The baseline has other classes: only the numbers of the whole runs are compared.");
        }
        return new Comparability(classes, statistics, statistics && sameShape, List.copyOf(remarks));
    }

    private static JsonRecord started(RunCatalog catalog, RunId run) {
        return new JsonRecord(catalog.records().readStarted(run).orElse(Map.of()));
    }

    private static Optional<String> difference(Fact fact, JsonRecord record, JsonRecord other) {
        Optional<String> now = record.text(fact.keys());
        Optional<String> then = other.text(fact.keys());
        return now.isPresent() && then.isPresent() && !now.equals(then)
                ? Optional.of(fact.name() + " (" + then.get() + ", not " + now.get() + ")")
                : Optional.empty();
    }

    private static List<Integer> shape(RunTables tables) {
        return tables.summary()
                .filter(table -> Arrays.asList(table.columns()).contains("relevance_shape"))
                .map(Comparability::shape)
                .orElse(List.of());
    }

    private static List<Integer> shape(Dataset<Row> summary) {
        return summary
                .where(col("relevance_shape").isNotNull())
                .select("relevance_shape")
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

package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.col;

import io.lrpspark.lrp.statistic.MapStatistics;
import io.lrpspark.pipeline.output.JsonRecord;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.report.model.Comparison;
import io.lrpspark.pipeline.report.model.Comparison.Change;
import io.lrpspark.pipeline.report.model.Comparison.ClassChange;
import io.lrpspark.pipeline.report.model.Comparison.ClassCounts;
import io.lrpspark.pipeline.report.model.Comparison.Unit;
import io.lrpspark.pipeline.summary.Comparability;
import io.lrpspark.pipeline.summary.MeanMapChanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What has changed since another run, as far as the two can be compared. */
final class Comparisons {
    private final RunCatalog catalog;
    private final RunId run;
    private final ReportLimits limits;

    Comparisons(RunCatalog catalog, RunId run, ReportLimits limits) {
        this.catalog = catalog;
        this.run = run;
        this.limits = limits;
    }

    /**
     * Compares.
     *
     * @param tables of the run
     * @param summary of the run
     * @param before tables of the baseline
     * @param comparable what can be compared
     */
    Comparison read(RunTables tables, Summary summary, RunTables before, Comparability comparable) {
        List<String> remarks = new ArrayList<>(comparable.remarks());
        Optional<Dataset<Row>> then = before.summary();
        if (then.isEmpty()) {
            remarks.add(
                    "The baseline has no table summary, so that only its record is compared: run lrp summarize --run "
                            + before.run() + ".");
        }
        Summary old = then.map(Summary::read).orElse(Summary.NONE);
        List<ClassChange> classes = List.of();
        ClassCounts counts = ClassCounts.NONE;
        if (comparable.classes() && then.isPresent()) {
            Map<Integer, Double> cosines = comparable.meanMaps() ? cosines(tables, before) : Map.of();
            List<ClassChange> both = classes(summary, old, cosines, comparable.statistics());
            classes = both.stream().filter(change -> change.size() > 0).toList();
            counts = new ClassCounts(
                    both.stream().filter(ClassChange::isCompared).count(),
                    classes.size(),
                    summary.classes().size() - both.size(),
                    old.classes().size() - both.size());
            if (!comparable.statistics() && counts.compared() > 0) {
                remarks.add("Of the classes, recall alone is compared.");
            }
        }
        return new Comparison(
                Optional.of(before.run().value()),
                List.copyOf(remarks),
                overall(summary, old, before.run(), comparable.statistics()),
                classes.stream().limit(limits.changes()).toList(),
                counts);
    }

    private List<Change> overall(Summary summary, Summary old, RunId baseline, boolean statistics) {
        JsonRecord now = finished(run);
        JsonRecord then = finished(baseline);
        List<Change> changes = new ArrayList<>();
        changes.add(new Change("images", Unit.NUMBER, then.number("counts", "images"), now.number("counts", "images")));
        changes.add(
                new Change("failures", Unit.NUMBER, then.number("counts", "failed"), now.number("counts", "failed")));
        changes.add(new Change("accuracy", Unit.SHARE, then.number("accuracy"), now.number("accuracy")));
        changes.add(new Change(
                "accused clusters",
                Unit.NUMBER,
                then.number("audit", "accused_clusters"),
                now.number("audit", "accused_clusters")));
        if (statistics && old.overall().isPresent() && summary.overall().isPresent()) {
            for (String name : MapStatistics.names()) {
                Change change = new Change(
                        "median " + name,
                        Unit.NUMBER,
                        old.overall().get().statistic(name).p50(),
                        summary.overall().get().statistic(name).p50());
                if (hasMoved(change)) {
                    changes.add(change);
                }
            }
        }
        return List.copyOf(changes);
    }

    private JsonRecord finished(RunId id) {
        return new JsonRecord(catalog.records().readFinished(id).orElse(Map.of()));
    }

    /** Classes that are in both, those that changed most first. */
    private static List<ClassChange> classes(
            Summary summary, Summary old, Map<Integer, Double> cosines, boolean statistics) {
        Map<Integer, ClassSummary> before = new HashMap<>();
        old.classes().forEach(row -> before.put(row.target().orElseThrow(), row));
        List<ClassChange> changes = new ArrayList<>();
        for (ClassSummary row : summary.classes()) {
            int target = row.target().orElseThrow();
            ClassSummary then = before.get(target);
            if (then != null) {
                changes.add(new ClassChange(
                        target,
                        row.name(),
                        new Change("recall", Unit.SHARE, then.recall(), row.recall()),
                        statistics ? mostMoved(then, row) : Optional.empty(),
                        Optional.ofNullable(cosines.get(target))));
            }
        }
        changes.sort(Comparator.comparing(ClassChange::size).reversed().thenComparing(ClassChange::target));
        return List.copyOf(changes);
    }

    private static Optional<Change> mostMoved(ClassSummary then, ClassSummary now) {
        return MapStatistics.names().stream()
                .map(name -> new Change(
                        name,
                        Unit.NUMBER,
                        then.statistic(name).p50(),
                        now.statistic(name).p50()))
                .filter(change -> change.difference().isPresent())
                .max(Comparator.comparing(change -> Math.abs(change.difference().orElseThrow())));
    }

    private static boolean hasMoved(Change change) {
        return change.difference().filter(difference -> difference != 0).isPresent();
    }

    private static Map<Integer, Double> cosines(RunTables tables, RunTables before) {
        Map<Integer, Double> cosines = new HashMap<>();
        Optional<Dataset<Row>> now = tables.summary().filter(Comparisons::hasMaps);
        Optional<Dataset<Row>> then = before.summary().filter(Comparisons::hasMaps);
        if (now.isPresent() && then.isPresent()) {
            MeanMapChanges.of(now.get(), then.get())
                    .where(col("cosine").isNotNull())
                    .select("target", "cosine")
                    .collectAsList()
                    .forEach(row -> {
                        Cells cells = new Cells(row);
                        cells.number("cosine").ifPresent(cosine -> cosines.put((int) cells.count("target"), cosine));
                    });
        }
        return cosines;
    }

    private static boolean hasMaps(Dataset<Row> summary) {
        return Arrays.asList(summary.columns()).containsAll(List.of("mean_relevance", "target_name"));
    }
}

package io.lrpspark.pipeline.report;

import io.lrpspark.lrp.statistic.MapStatistics;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.JsonRecord;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.report.ClusterReader.ClusterRow;
import io.lrpspark.pipeline.report.model.ClassDetail;
import io.lrpspark.pipeline.report.model.ClassDetail.Gallery;
import io.lrpspark.pipeline.report.model.ClassDetail.Point;
import io.lrpspark.pipeline.report.model.ClassDetail.Statistic;
import io.lrpspark.pipeline.report.model.ClassLine;
import io.lrpspark.pipeline.report.model.Comparison;
import io.lrpspark.pipeline.report.model.Distribution;
import io.lrpspark.pipeline.report.model.FailureFacts;
import io.lrpspark.pipeline.report.model.Quantiles;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.summary.Comparability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads what a report says. Nothing is written, and nothing computed that a table has. */
public final class ReportJob {
    private final SparkSession spark;
    private final RunCatalog catalog;
    private final RunId run;
    private final ReportSettings settings;
    private final ReportLimits limits;
    private final RunTables tables;
    private final Consumer<String> progress;
    private final List<String> notes = new ArrayList<>();

    private ReportJob(SparkSession spark, RunCatalog catalog, ReportSettings settings, Consumer<String> progress) {
        this.spark = spark;
        this.catalog = catalog;
        this.run = settings.run();
        this.settings = settings;
        this.limits = settings.limits();
        this.tables = new RunTables(spark, catalog, run);
        this.progress = progress;
    }

    /**
     * Reads.
     *
     * @param progress told what is being done, a few words each
     * @throws UsageException if a run is missing or unfinished, or a table cannot be read
     */
    public static Report run(
            SparkSession spark, RunCatalog catalog, ReportSettings settings, Consumer<String> progress) {
        return new ReportJob(spark, catalog, settings, progress).run();
    }

    private Report run() {
        catalog.requireFinished(run);
        settings.baseline().ifPresent(this::requireAnother);
        JsonRecord finished = new JsonRecord(catalog.records().readFinished(run).orElse(Map.of()));
        Summary summary = summary();
        List<ClusterRow> clusters = tables.clusters().map(ClusterReader::read).orElse(List.of());
        Optional<Dataset<Row>> checks = tables.checks();
        ClassRanking ranking = ClassRanking.of(
                summary, clusters, checks.map(AuditReader::outside).orElse(Map.of()));
        progress.accept("comparing with the baseline");
        Compared compared = compared(finished, summary);
        progress.accept("counting statistics and failures");
        Dataset<Row> attributions = tables.attributions();
        List<Distribution> distributions = Distributions.read(attributions, compared.attributions(), summary.overall());
        FailureFacts failures = FailureReader.read(attributions, limits);
        progress.accept("drawing maps");
        Maps maps = Maps.read(
                tables.summary(), tables.clusters(), ranking.first(limits.classes()), ranking.first(limits.details()));
        return new Report(
                RunReader.read(catalog, run, limits),
                checks.map(table -> AuditReader.read(table, finished, clusters, limits)),
                compared.comparison(),
                ranking.classes().stream()
                        .limit(limits.classes())
                        .map(row -> line(row, ranking, maps))
                        .toList(),
                summary.classes().size(),
                distributions,
                details(summary, ranking, maps),
                failures,
                List.copyOf(notes));
    }

    private List<ClassDetail> details(Summary summary, ClassRanking ranking, Maps maps) {
        List<ClassSummary> rows =
                ranking.classes().stream().limit(limits.details()).toList();
        Map<Integer, List<ClusterRow>> shown = new LinkedHashMap<>();
        Map<Integer, Long> taken = new HashMap<>();
        for (ClassSummary row : rows) {
            int target = row.target().orElseThrow();
            shown.put(
                    target,
                    ranking.clusters(target).stream().limit(limits.clusters()).toList());
            taken.put(target, maps.bytes(target));
        }
        Map<Integer, List<Point>> points = tables.clusterMembers()
                .map(members -> ClusterReader.points(members, shown.keySet(), limits.points()))
                .orElse(Map.of());
        Map<Integer, List<Gallery>> galleries = new Galleries(tables, limits).read(shown, points, taken);
        return rows.stream()
                .map(row -> {
                    int target = row.target().orElseThrow();
                    return new ClassDetail(
                            line(row, ranking, maps),
                            Optional.ofNullable(maps.means().get(target)),
                            Optional.ofNullable(maps.magnitudes().get(target)),
                            statistics(row, summary.overall()),
                            shown.get(target).stream()
                                    .map(cluster -> ClusterReader.shown(cluster, maps))
                                    .toList(),
                            points.getOrDefault(target, List.of()),
                            ranking.clusters(target).stream()
                                    .mapToLong(ClusterRow::size)
                                    .sum(),
                            galleries.getOrDefault(target, List.of()));
                })
                .toList();
    }

    private Summary summary() {
        Optional<Dataset<Row>> table = tables.summary();
        if (table.isEmpty()) {
            throw new UsageException("run '" + run + "' has no table summary below "
                    + catalog.tables().root() + ": run lrp summarize --tables "
                    + catalog.tables().root() + " --run " + run + " first");
        }
        return Summary.read(table.get());
    }

    private void requireAnother(RunId baseline) {
        if (baseline.equals(run)) {
            throw new UsageException(
                    "baseline '" + baseline + "' is the run itself: expected another finished run to compare it with");
        }
        catalog.requireFinished(baseline);
    }

    /**
     * What a baseline gives.
     *
     * @param comparison with it
     * @param attributions of it, if its statistics mean the same
     */
    private record Compared(Comparison comparison, Optional<Dataset<Row>> attributions) {
        static Compared withNothing(String... remarks) {
            return new Compared(Comparison.none(List.of(remarks)), Optional.empty());
        }
    }

    /** With the run that was asked for, the audit's, or the one before; a report does without the latter two if need be. */
    private Compared compared(JsonRecord finished, Summary summary) {
        if (settings.baseline().isPresent()) {
            return compared(settings.baseline().get(), summary);
        }
        Optional<RunId> baseline = finished.at("audit").isPresent()
                ? finished.text("audit", "baseline").map(RunId::new)
                : catalog.before(run);
        if (baseline.isEmpty()) {
            return Compared.withNothing();
        }
        if (!catalog.records().isFinished(baseline.get())) {
            return Compared.withNothing("The run " + baseline.get()
                    + ", which the audit compared this one with, is gone: nothing is compared here.");
        }
        try {
            return compared(baseline.get(), summary);
        } catch (UsageException e) {
            return Compared.withNothing(
                    "The run " + baseline.get() + " cannot be compared with: " + e.getMessage() + ".");
        }
    }

    private Compared compared(RunId baseline, Summary summary) {
        RunTables before = new RunTables(spark, catalog, baseline);
        Comparability comparable = Comparability.of(catalog, run, baseline, tables.summary(), before.summary());
        return new Compared(
                new Comparisons(catalog, run, limits).read(tables, summary, before, comparable),
                comparable.statistics() ? Optional.of(before.attributions()) : Optional.empty());
    }

    private static ClassLine line(ClassSummary row, ClassRanking ranking, Maps maps) {
        int target = row.target().orElseThrow();
        List<ClusterRow> clusters = ranking.clusters(target);
        return new ClassLine(
                target,
                row.name(),
                row.images(),
                row.failures(),
                row.labelled(),
                row.recall(),
                row.accuracy(),
                row.mistakenFor(),
                row.statistic("corner_share").p50(),
                row.statistic("border_share").p50(),
                clusters.size(),
                (int) clusters.stream().filter(ClusterRow::accused).count(),
                ranking.outside(target).failed(),
                ranking.outside(target).warnings(),
                Optional.ofNullable(maps.small().get(target)));
    }

    private static List<Statistic> statistics(ClassSummary row, Optional<ClassSummary> overall) {
        return MapStatistics.names().stream()
                .filter(name -> row.statistics().containsKey(name))
                .map(name -> new Statistic(
                        name,
                        row.statistic(name),
                        overall.map(all -> all.statistic(name)).orElse(Quantiles.NONE)))
                .toList();
    }
}

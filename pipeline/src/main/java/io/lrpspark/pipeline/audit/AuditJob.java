package io.lrpspark.pipeline.audit;

import io.lrpspark.pipeline.audit.AuditResult.AccusedCluster;
import io.lrpspark.pipeline.audit.AuditResult.Verdict;
import io.lrpspark.pipeline.audit.CheckResult.Status;
import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.AttributionTable;
import io.lrpspark.pipeline.output.RowBuilder;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.TableWriter;
import io.lrpspark.pipeline.output.Tables;
import io.lrpspark.pipeline.summary.Comparability;
import io.lrpspark.pipeline.summary.MeanMapChanges;
import io.lrpspark.pipeline.summary.Summarize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Audits a finished run: makes sure that summary and scores are there, finds and judges clusters, asks the checks, and
 * records the verdict in {@code finished.json}. An audit can be repeated; it replaces the one before.
 */
public final class AuditJob {
    /** The tables that checks can ask. */
    static final List<String> TABLES = List.of("attributions", "summary", "scores", "clusters", "inputs", "changes");

    /** The table that exists only with a baseline. */
    static final String CHANGES = "changes";

    private final SparkSession spark;
    private final RunCatalog catalog;
    private final AuditSettings settings;
    private final Consumer<String> progress;
    private final List<String> notes = new ArrayList<>();

    private AuditJob(SparkSession spark, RunCatalog catalog, AuditSettings settings, Consumer<String> progress) {
        this.spark = spark;
        this.catalog = catalog;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @param progress told what is being done, a few words each
     * @throws UsageException if a run is missing or unfinished, or a check cannot be asked
     */
    public static AuditResult run(
            SparkSession spark, RunCatalog catalog, AuditSettings settings, Consumer<String> progress) {
        return new AuditJob(spark, catalog, settings, progress).run();
    }

    private AuditResult run() {
        RunId run = settings.run();
        List<Check> checks = settings.checks().map(CheckFile::read).orElseGet(CheckFile::shipped);
        catalog.requireFinished(run);
        settings.baseline().ifPresent(catalog::requireFinished);
        Optional<RunId> baseline = settings.baseline().or(() -> catalog.before(run));
        complete(run);
        baseline.ifPresent(this::complete);
        progress.accept("finding clusters");
        List<Row> clusters = ClusterJob.run(catalog.tables(), run, AttributionTable.read(spark, catalog.tables(), run));
        progress.accept("asking " + checks.size() + " checks");
        Map<String, Dataset<Row>> tables = tables(run);
        Map<String, Dataset<Row>> before = baseline.map(this::tables).orElse(Map.of());
        Optional<Comparability> comparable = baseline.map(other -> compare(run, other, tables, before));
        CheckRunner runner = new CheckRunner(tables, before, comparable, CheckHistory.before(spark, catalog, run));
        List<CheckResult> results = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        Instant now = Instant.now();
        for (Check check : checks) {
            for (CheckResult result : runner.run(check)) {
                results.add(result);
                rows.add(row(check, result, baseline, now));
            }
        }
        TableWriter.write(
                spark.createDataFrame(rows, CheckSchema.CHECKS).coalesce(1),
                catalog.tables().checks(run));
        AuditResult result =
                new AuditResult(run, baseline, verdict(results), results, accused(clusters), List.copyOf(notes));
        record(result, now);
        return result;
    }

    /** Summary and scores as this version has them. */
    private void complete(RunId run) {
        if (!exists(catalog.tables().scores(run)) || !exists(catalog.tables().summary(run))) {
            progress.accept("summarizing run " + run);
            Summarize.again(spark, catalog, run);
        }
    }

    private boolean exists(Path path) {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        try {
            return Locations.fileSystem(path, configuration).exists(Locations.below(path, "_SUCCESS"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Dataset<Row>> tables(RunId run) {
        Tables tables = catalog.tables();
        Map<String, Dataset<Row>> found = new HashMap<>();
        found.put("attributions", AttributionTable.read(spark, tables, run));
        Map<String, Path> paths = Map.of(
                "summary", tables.summary(run),
                "scores", tables.scores(run),
                "clusters", tables.clusters(run),
                "inputs", tables.inputs(run));
        paths.forEach((name, path) -> {
            if (exists(path)) {
                found.put(name, spark.read().parquet(Locations.literal(path.toString())));
            }
        });
        return found;
    }

    private Comparability compare(
            RunId run, RunId baseline, Map<String, Dataset<Row>> tables, Map<String, Dataset<Row>> before) {
        Optional<Dataset<Row>> summary = Optional.ofNullable(tables.get("summary"));
        Optional<Dataset<Row>> old = Optional.ofNullable(before.get("summary"));
        Comparability comparable = Comparability.of(catalog, run, baseline, summary, old);
        notes.addAll(comparable.remarks());
        if (comparable.meanMaps() && summary.isPresent() && old.isPresent()) {
            tables.put(CHANGES, MeanMapChanges.of(summary.get(), old.get()));
        }
        return comparable;
    }

    private static Row row(Check check, CheckResult result, Optional<RunId> baseline, Instant now) {
        return new RowBuilder(CheckSchema.CHECKS)
                .set("checked_at", Timestamp.from(now))
                .set("name", check.name())
                .set("level", check.level().name().toLowerCase(Locale.ROOT))
                .set("scope", check.scope().equals(Check.OVERALL) ? Check.OVERALL : Check.PER_CLASS)
                .set("target", result.target())
                .set("target_name", result.targetName())
                .set("metric", check.metric())
                .set("value", result.value())
                .set("lower", check.lower())
                .set("upper", check.upper())
                .set("status", result.status().name().toLowerCase(Locale.ROOT))
                .set(
                        "comparison",
                        check.comparison().map(comparison -> comparison.name().toLowerCase(Locale.ROOT)))
                .set("baseline_run", baseline.map(RunId::value))
                .set("baseline_value", result.baselineValue())
                .set("message", result.message())
                .build();
    }

    private static Verdict verdict(List<CheckResult> results) {
        if (results.stream().anyMatch(result -> result.status() == Status.FAILED)) {
            return Verdict.FAILED;
        }
        return results.stream().anyMatch(result -> result.status() == Status.WARNING)
                ? Verdict.WARNINGS
                : Verdict.PASSED;
    }

    private static List<AccusedCluster> accused(List<Row> clusters) {
        return clusters.stream()
                .filter(row -> row.<Boolean>getAs(ClusterSchema.CLUSTER.fieldIndex("accused")))
                .map(row -> new AccusedCluster(
                        Optional.ofNullable(row.getString(ClusterSchema.CLUSTER.fieldIndex("target_name")))
                                .orElse("class " + row.get(ClusterSchema.CLUSTER.fieldIndex("target"))),
                        row.getInt(ClusterSchema.CLUSTER.fieldIndex("cluster")),
                        row.getLong(ClusterSchema.CLUSTER.fieldIndex("size")),
                        row.getLong(ClusterSchema.CLUSTER.fieldIndex("class_images")),
                        row.getString(ClusterSchema.CLUSTER.fieldIndex("reason")),
                        row.<String>getList(ClusterSchema.CLUSTER.fieldIndex("representatives"))
                                .get(0)))
                .toList();
    }

    private void record(AuditResult result, Instant now) {
        Map<String, Object> finished =
                new LinkedHashMap<>(catalog.records().readFinished(result.run()).orElseThrow());
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("passed", result.count(Status.PASSED));
        counts.put("warnings", result.count(Status.WARNING));
        counts.put("failed", result.count(Status.FAILED));
        counts.put("skipped", result.count(Status.SKIPPED));
        Map<String, Object> audit = new LinkedHashMap<>();
        audit.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
        audit.put("checked_at", now.toString());
        audit.put("baseline", result.baseline().map(RunId::value).orElse(null));
        audit.put("checks", counts);
        audit.put("accused_clusters", result.accused().size());
        finished.put("audit", audit);
        catalog.records().finished(result.run(), finished);
    }
}

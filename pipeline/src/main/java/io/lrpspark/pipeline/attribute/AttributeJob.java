package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.device.BatchFit;
import io.lrpspark.pipeline.input.InputListing;
import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunFiles;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.RunRecords;
import io.lrpspark.pipeline.output.TableWriter;
import io.lrpspark.pipeline.output.Tables;
import io.lrpspark.pipeline.summary.RunCounts;
import io.lrpspark.pipeline.summary.Summarize;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An attribution run: lists the images once, explains them wave by wave, summarises, and records that it is finished.
 * Each table is written by one Spark job to a path of its own; a run is finished when {@code finished.json} says so.
 */
public final class AttributeJob {
    private final SparkSession spark;
    private final JavaSparkContext context;
    private final AttributeSettings settings;
    private final Tables tables;
    private final RunRecords records;
    private final RunFiles files;
    private final DevicePlan devices;

    private AttributeJob(SparkSession spark, AttributeSettings settings) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.settings = settings;
        Configuration configuration = context.hadoopConfiguration();
        this.tables = Tables.at(settings.output(), configuration);
        this.records = new RunRecords(tables, configuration);
        this.files = new RunFiles(tables, configuration);
        this.devices = new DevicePlan(context, settings.device());
    }

    /**
     * Runs.
     *
     * @param listener told about the progress; what it throws ends the run unfinished
     * @return what was done. More failures than allowed are a verdict, not an exception: everything that worked is
     *     written by then
     * @throws UsageException if the images are missing, the run id is taken, an identity occurs twice or the run to be
     *     reused cannot be
     */
    public static RunResult run(SparkSession spark, AttributeSettings settings, ProgressListener listener) {
        Instant start = Instant.now();
        check(spark, settings);
        AttributeJob job = new AttributeJob(spark, settings);
        job.records.started(settings.run(), RunDescription.started(spark, settings, start));
        return job.run(listener, start, 0);
    }

    /**
     * Continues a run whose driver was lost: what is complete stays, the rest is done. The settings have to be those of
     * the run, as far as its rows depend on them. Two drivers must not work on one run at the same time.
     *
     * @param listener as that of {@link #run}
     * @return what the run has now
     * @throws UsageException if there is no such run, it is finished, or its settings were others
     */
    public static RunResult resume(SparkSession spark, AttributeSettings settings, ProgressListener listener) {
        Instant start = Instant.now();
        AttributeJob job = new AttributeJob(spark, settings);
        job.checkResumable(start);
        int resumptions = job.records.resumed(settings.run(), RunDescription.resumed(spark, settings, start));
        return job.run(listener, start, resumptions);
    }

    /**
     * Refuses what cannot be run, before any work starts.
     *
     * @throws UsageException if the images are missing, the run id is taken, the run to be reused cannot be or there is no
     *     GPU though one is wanted
     */
    public static void check(SparkSession spark, AttributeSettings settings) {
        AttributeJob job = new AttributeJob(spark, settings);
        job.records.requireFree(settings.run());
        job.checkReuse();
        InputListing.check(spark, settings.source());
        job.devices.check();
    }

    private void checkResumable(Instant now) {
        RunId run = settings.run();
        Map<String, Object> started = records.readStarted(run)
                .orElseThrow(
                        () -> new UsageException("run '" + run + "' cannot be resumed: there is none of that name in '"
                                + tables.root() + "' (lrp runs list shows them)"));
        if (records.isFinished(run)) {
            throw new UsageException("run '" + run + "' is finished: there is nothing to resume");
        }
        List<String> differences =
                RecordedPlan.differencesOfRuns(started, RunDescription.started(spark, settings, now));
        if (!differences.isEmpty()) {
            throw new UsageException("run '" + run + "' was started with other arguments, resume it with the same: "
                    + String.join("; ", differences));
        }
        checkReuse();
        if (!files.isListed(run)) {
            InputListing.check(spark, settings.source());
        }
        devices.check();
    }

    private void checkReuse() {
        settings.reuse().ifPresent(earlier -> Reuse.check(spark, settings, earlier, tables, records));
    }

    private RunResult run(ProgressListener listener, Instant start, int resumptions) {
        RunId run = settings.run();
        String group = "lrp-" + run;
        context.setJobGroup(group, "attributions of " + run, false);
        RunObserver observer = new RunObserver();
        spark.sparkContext().addSparkListener(observer);
        try {
            long images = list();
            List<Wave> waves = Wave.of(images, settings.waveSize());
            records.listed(run, RunDescription.listed(images, waves.size()));
            DevicePlan.Forecast forecast = devices.forecast(settings, images);
            forecast.chosen().ifPresent(listener::inform);
            BatchFit batch = forecast.batch();
            batch.warning().ifPresent(listener::warn);
            Meters meters = new Meters(spark.sparkContext());
            Doing doing;
            try (ProgressPoll poll =
                    new ProgressPoll(new ProgressTracker(meters, images), listener, spark.sparkContext(), group)) {
                poll.report(new Progress(0, images, 0, 0, Optional.empty()));
                doing = attribute(waves, batch.size(), resumptions, meters, observer, poll);
                poll.rethrow();
            }
            RunResult result =
                    summarise(images, batch, meters, start, work(waves, doing, resumptions, meters, observer));
            files.removeLeftovers(run);
            records.finished(run, RunDescription.finished(result));
            return result;
        } finally {
            spark.sparkContext().removeSparkListener(observer);
            context.clearJobGroup();
        }
    }

    private long list() {
        if (!files.isListed(settings.run())) {
            try {
                TableWriter.write(
                        InputListing.of(spark, settings.source(), settings.selection()), tables.inputs(settings.run()));
            } catch (Exception e) {
                throw UsageFault.in(e);
            }
        }
        return inputs().count();
    }

    private Dataset<Row> inputs() {
        return spark.read()
                .schema(InputListing.SCHEMA)
                .parquet(Locations.literal(tables.inputs(settings.run()).toString()));
    }

    /**
     * What this driver did of the waves.
     *
     * @param before waves that were complete already
     * @param commitMillis time after the last task of a wave until it was committed
     */
    private record Doing(int before, long commitMillis) {}

    private Doing attribute(
            List<Wave> waves, int batchSize, int resumptions, Meters meters, RunObserver observer, ProgressPoll poll) {
        RunId run = settings.run();
        Optional<Reuse> reuse = settings.reuse().map(earlier -> Reuse.of(spark, settings, earlier, tables));
        int before = 0;
        long commitMillis = 0;
        try (WaveWriter writer = new WaveWriter(spark, settings, batchSize, tables, inputs(), reuse, meters)) {
            for (Wave wave : waves) {
                if (resumptions > 0 && files.isDone(run, wave.number())) {
                    poll.spare(wave.size());
                    before++;
                } else {
                    try {
                        poll.spare(writer.write(wave, resumptions, records, files));
                    } catch (Exception e) {
                        // Spark throws checked exceptions that its Scala signatures do not declare.
                        poll.rethrow();
                        throw UsageFault.in(e);
                    }
                    commitMillis += Math.max(0, System.currentTimeMillis() - observer.lastEnd());
                }
                poll.report(poll.progress());
            }
        }
        return new Doing(before, commitMillis);
    }

    private RunWork work(List<Wave> waves, Doing doing, int resumptions, Meters meters, RunObserver observer) {
        long reused = 0;
        for (Wave wave : waves) {
            Object count = records.readWave(settings.run(), wave.number())
                    .map(record -> record.get("reused"))
                    .orElse(0);
            reused += ((Number) count).longValue();
        }
        return new RunWork(
                waves.size(),
                doing.before(),
                resumptions,
                settings.reuse().map(RunId::value),
                reused,
                observer.failedTasks(),
                observer.lostExecutors(),
                meters.taskNanos.value() / 1e9,
                doing.commitMillis() / 1e3,
                meters.memory.value().values().stream()
                        .sorted(Comparator.comparing(ProcessMemory::executor))
                        .map(peak -> new RunWork.Memory(peak.executor(), peak.heapBytes(), peak.residentBytes()))
                        .toList());
    }

    private RunResult summarise(long images, BatchFit batch, Meters meters, Instant start, RunWork work) {
        Instant summarising = Instant.now();
        RunId run = settings.run();
        Dataset<Row> attributions =
                spark.read().parquet(Locations.literal(tables.attributions(run).toString()));
        RunCounts counts = RunCounts.of(attributions);
        if (counts.explained() + counts.failed() != images) {
            throw new IllegalStateException("run " + run + " has " + images + " images, but its table has "
                    + (counts.explained() + counts.failed()) + ": expected each exactly once");
        }
        Summarize.write(tables, run, attributions, counts, settings.classes().byIndex());
        Verdict verdict = settings.maxFailures().isExceeded(counts.failed(), images)
                ? Verdict.TOO_MANY_FAILURES
                : Verdict.COMPLETE;
        double computing = meters.computing.value().orElse(Duration.ZERO).toMillis() / 1e3;
        Duration startup = Duration.between(start, meters.computing.start().orElse(start));
        Instant end = Instant.now();
        RunResult.Timings timings = new RunResult.Timings(
                Duration.between(start, end).toMillis() / 1e3,
                startup.toMillis() / 1e3,
                computing,
                Duration.between(summarising, end).toMillis() / 1e3,
                computing > 0 ? (meters.done.value() - meters.failed.value()) / computing : 0,
                meters.stepSeconds());
        return new RunResult(
                run,
                verdict,
                new RunResult.Counts(images, counts.explained(), counts.maps(), counts.failed(), counts.labelled()),
                counts.accuracy(),
                RunCounts.unknownLabels(attributions, settings.classes()),
                Stream.concat(batch.warning().stream(), meters.warnings().stream())
                        .toList(),
                new RunResult.Paths(
                        tables.root().toString(),
                        tables.inputs(run).toString(),
                        tables.attributions(run).toString(),
                        tables.summary(run).toString(),
                        tables.scores(run).toString(),
                        tables.records(run).toString()),
                timings,
                batch.size(),
                meters.devices.value(),
                work);
    }
}

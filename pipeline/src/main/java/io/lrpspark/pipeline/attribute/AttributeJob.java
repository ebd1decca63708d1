package io.lrpspark.pipeline.attribute;

import static org.apache.spark.sql.functions.col;

import io.lrpspark.pipeline.input.InputListing;
import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.AttributionSchema;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.RunRecords;
import io.lrpspark.pipeline.output.TableWriter;
import io.lrpspark.pipeline.output.Tables;
import io.lrpspark.pipeline.summary.RunCounts;
import io.lrpspark.pipeline.summary.Summarize;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

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

    private AttributeJob(SparkSession spark, AttributeSettings settings) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.settings = settings;
        Configuration configuration = context.hadoopConfiguration();
        this.tables = Tables.at(settings.output(), configuration);
        this.records = new RunRecords(tables, configuration);
    }

    /**
     * Runs.
     *
     * @param listener told about the progress; what it throws ends the run unfinished
     * @return what was done. More failures than allowed are a verdict, not an exception: everything that worked is
     *     written by then
     * @throws UsageException if the images are missing, the run id is taken or an identity occurs twice
     */
    public static RunResult run(SparkSession spark, AttributeSettings settings, ProgressListener listener) {
        return new AttributeJob(spark, settings).run(listener);
    }

    /**
     * Refuses what cannot be run, before any work starts.
     *
     * @throws UsageException if the images are missing or the run id is taken
     */
    public static void check(SparkSession spark, AttributeSettings settings) {
        AttributeJob job = new AttributeJob(spark, settings);
        job.records.requireFree(settings.run());
        InputListing.check(spark, settings.source());
    }

    private RunResult run(ProgressListener listener) {
        Instant start = Instant.now();
        RunId run = settings.run();
        check(spark, settings);
        records.started(run, RunDescription.started(spark, settings, start));
        String group = "lrp-" + run;
        context.setJobGroup(group, "attributions of " + run, false);
        try {
            long images = list();
            Meters meters = new Meters(spark.sparkContext());
            try (ProgressPoll poll =
                    new ProgressPoll(new ProgressTracker(meters, images), listener, spark.sparkContext(), group)) {
                poll.report(new Progress(0, images, 0, 0, Optional.empty()));
                attribute(images, meters, poll);
                poll.rethrow();
            }
            RunResult result = summarise(images, meters, start);
            records.finished(run, RunDescription.finished(result));
            return result;
        } finally {
            context.clearJobGroup();
        }
    }

    private long list() {
        try {
            TableWriter.write(
                    InputListing.of(spark, settings.source(), settings.selection()), tables.inputs(settings.run()));
        } catch (Exception e) {
            throw UsageFault.in(e);
        }
        return inputs().count();
    }

    private Dataset<Row> inputs() {
        return spark.read()
                .schema(InputListing.SCHEMA)
                .parquet(Locations.literal(tables.inputs(settings.run()).toString()));
    }

    private void attribute(long images, Meters meters, ProgressPoll poll) {
        Broadcast<byte[]> program = context.broadcast(settings.program().encode());
        Broadcast<SerializableConfiguration> configuration =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        Map<String, String> provenance = new TreeMap<>(settings.program().provenance());
        provenance.put("program", settings.program().fingerprint());
        provenance.put("preprocessing", settings.preprocessing().text());
        StructType schema = AttributionSchema.of(provenance);
        AttributePartition work = new AttributePartition(TaskPlan.of(settings), schema, program, configuration, meters);
        try {
            int wave = 0;
            for (long first = 0; first < images; first += settings.waveSize()) {
                long size = Math.min(settings.waveSize(), images - first);
                JavaRDD<Row> rows = wave(first, size).mapPartitions(work);
                try {
                    TableWriter.writeMaps(spark.createDataFrame(rows, schema), tables.wave(settings.run(), wave));
                } catch (Exception e) {
                    // Spark throws checked exceptions that its Scala signatures do not declare.
                    poll.rethrow();
                    throw e;
                }
                poll.report(poll.progress());
                wave++;
            }
        } finally {
            program.unpersist(false);
            configuration.unpersist(false);
        }
    }

    private JavaRDD<Tuple2<Long, Row>> wave(long first, long size) {
        BatchPartitioner partitioner =
                new BatchPartitioner(first, size, settings.batchSize(), Math.max(1, context.defaultParallelism()));
        return inputs().where(col("position").geq(first).and(col("position").lt(first + size)))
                .toJavaRDD()
                .mapToPair(input -> new Tuple2<>(input.<Long>getAs("position"), ListedImage.pack(input)))
                .repartitionAndSortWithinPartitions(partitioner)
                .map(entry -> entry);
    }

    private RunResult summarise(long images, Meters meters, Instant start) {
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
        RunResult.Timings timings = new RunResult.Timings(
                Duration.between(start, Instant.now()).toMillis() / 1e3,
                startup.toMillis() / 1e3,
                computing,
                computing > 0 ? counts.explained() / computing : 0,
                meters.stepSeconds());
        return new RunResult(
                run,
                verdict,
                new RunResult.Counts(images, counts.explained(), counts.maps(), counts.failed(), counts.labelled()),
                counts.accuracy(),
                RunCounts.unknownLabels(attributions, settings.classes()),
                meters.warnings(),
                new RunResult.Paths(
                        tables.root().toString(),
                        tables.inputs(run).toString(),
                        tables.attributions(run).toString(),
                        tables.summary(run).toString(),
                        tables.scores(run).toString(),
                        tables.records(run).toString()),
                timings,
                Attributors.device().toString(),
                meters.programsLoaded.value());
    }
}

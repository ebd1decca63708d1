package io.lrpspark.pipeline.attribute;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;

import io.lrpspark.lrp.attribute.DeviceMemoryException;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.image.RgbImage;
import io.lrpspark.lrp.program.MemoryEstimate;
import io.lrpspark.pipeline.device.BatchFit;
import io.lrpspark.pipeline.device.MemoryRoom;
import io.lrpspark.pipeline.input.InputListing;
import io.lrpspark.pipeline.input.TargetSpec;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.AttributionSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Lists and decodes everything a run would use, and estimates what the run would take; writes nothing. */
public final class DryRun {
    /** Failures that are shown. */
    public static final int MOST_FAILURES = 1000;

    /** Of a thumbnail and the columns of numbers, about. */
    private static final long OTHER_BYTES = 4_000;

    private static final int PARTITIONS_PER_SLOT = 4;

    /** Images that stay together: those of a table are read in the order of its rows. */
    private static final int NEIGHBOURS = 16;

    private DryRun() {}

    /**
     * Tries out a run.
     *
     * @throws UsageException if the images are missing, the run id is taken or an identity occurs twice
     */
    public static DryRunResult run(SparkSession spark, AttributeSettings settings) {
        AttributeJob.check(spark, settings);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> configuration =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        Broadcast<byte[]> program = context.broadcast(settings.program().encode());
        int slots = Math.max(1, context.defaultParallelism());
        try {
            Meters meters = new Meters(spark.sparkContext());
            List<Row> parts = InputListing.of(spark, settings.source(), settings.selection())
                    .repartition(
                            slots * PARTITIONS_PER_SLOT, floor(col("position").divide(NEIGHBOURS)))
                    .sortWithinPartitions("position")
                    .toJavaRDD()
                    .map(ListedImage::pack)
                    .mapPartitions(new Decode(TaskPlan.of(settings, settings.batchSize()), configuration, meters))
                    .collect();
            DevicePlan.Forecast forecast = new DevicePlan(context, settings.device())
                    .forecast(
                            settings,
                            parts.stream().mapToLong(part -> part.getLong(0)).sum());
            TaskPlan plan = TaskPlan.of(settings, forecast.batch().size());
            Row timing = context.parallelize(List.of(0), 1)
                    .map(ignored -> timeOfABatch(plan, program))
                    .first();
            return result(settings, forecast, parts, slots, timing);
        } catch (Exception e) {
            throw UsageFault.in(e);
        } finally {
            configuration.unpersist(false);
            program.unpersist(false);
        }
    }

    private static DryRunResult result(
            AttributeSettings settings, DevicePlan.Forecast forecast, List<Row> parts, int slots, Row timing) {
        BatchFit batch = forecast.batch();
        long images = parts.stream().mapToLong(part -> part.getLong(0)).sum();
        long failed = parts.stream().mapToLong(part -> part.getLong(1)).sum();
        long preparing = parts.stream().mapToLong(part -> part.getLong(2)).sum();
        List<DryRunResult.Failure> failures = parts.stream()
                .flatMap(part -> Arrays.stream(part.<Row[]>getAs(3)))
                .map(row -> new DryRunResult.Failure(
                        row.getString(0), row.getString(1), row.getString(2), row.getString(3)))
                .sorted(Comparator.comparing(DryRunResult.Failure::image))
                .limit(MOST_FAILURES)
                .toList();
        long explained = images - failed;
        long batches = (explained + batch.size() - 1) / batch.size();
        int[] shape = settings.map()
                .shape(
                        settings.program().channels(),
                        settings.program().height(),
                        settings.program().width());
        long mapBytes = (long) Float.BYTES * shape[0] * shape[1] * shape[2];
        int targets = settings.target() instanceof TargetSpec.Top top ? top.count() : 1;
        MemoryEstimate memory = MemoryEstimate.of(settings.program());
        return new DryRunResult(
                images,
                failed,
                failures,
                timing.isNullAt(0)
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos((batches * timing.getLong(0) + preparing) / slots)),
                explained * targets * (mapBytes + OTHER_BYTES),
                memory.bytes(slots, batch.size()),
                remarks(settings, forecast),
                batch.warning(),
                Optional.ofNullable(timing.getString(1)).map(reason -> noRoom(reason, memory)));
    }

    private static List<String> remarks(AttributeSettings settings, DevicePlan.Forecast forecast) {
        return Stream.concat(
                        forecast.chosen().stream(),
                        settings.reuse().stream()
                                .map(earlier -> "the estimate takes all images for new: those that run '" + earlier
                                        + "' has unchanged would be copied, in less time"))
                .toList();
    }

    private static String noRoom(String reason, MemoryEstimate memory) {
        return "not even one image can be explained here, all of a run would fail with OutOfMemory: " + reason
                + "; an image takes about " + MemoryRoom.megabytes(memory.imageBytes())
                + " beside the heap, the program "
                + MemoryRoom.megabytes(memory.parameterBytes())
                + " for all tasks of a process: have that free, run fewer tasks at once (--master local[1],"
                + " spark.executor.cores), or make the images smaller (--preprocess)";
    }

    /** Nanoseconds of a batch of black images, or why there is no memory for a single one. */
    private static Row timeOfABatch(TaskPlan plan, Broadcast<byte[]> encoded) {
        try {
            return RowFactory.create(nanosOfABatch(plan, encoded), null);
        } catch (DeviceMemoryException e) {
            return RowFactory.create(null, e.getMessage());
        } catch (OutOfMemoryError e) {
            return RowFactory.create(
                    null, "the heap does not suffice (" + e.getMessage() + "; LRP_MEMORY, spark.executor.memory)");
        }
    }

    /** Once the engine is warm, with the rows that come of it. */
    private static long nanosOfABatch(TaskPlan plan, Broadcast<byte[]> encoded) {
        TaskDevice device = new TaskDevice(plan, encoded);
        Preprocessing preprocessing = plan.preprocessing();
        RgbImage black = new RgbImage(
                preprocessing.width(),
                preprocessing.height(),
                new byte[3 * preprocessing.width() * preprocessing.height()]);
        ListedImage listed = new ListedImage("", "", Optional.of("0"), Optional.empty());
        PreparedImage image = PreparedImage.listed(listed).withCrop(black);
        RowAssembler assembler = new RowAssembler(
                AttributionSchema.of(Map.of()), device.program().program(), plan);
        List<PreparedImage> batch = Collections.nCopies(plan.batchSize(), image);
        device.explainer().explain(batch);
        long start = System.nanoTime();
        device.explainer().explain(batch).forEach(assembler::rows);
        return System.nanoTime() - start;
    }

    /** Decodes a partition; one row: images, failed, nanoseconds, the first failures. */
    private static final class Decode implements FlatMapFunction<Iterator<Row>, Row> {
        private static final long serialVersionUID = 1L;

        private final TaskPlan plan;
        private final Broadcast<SerializableConfiguration> configuration;
        private final Meters meters;

        Decode(TaskPlan plan, Broadcast<SerializableConfiguration> configuration, Meters meters) {
            this.plan = plan;
            this.configuration = configuration;
            this.meters = meters;
        }

        @Override
        public Iterator<Row> call(Iterator<Row> images) throws IOException {
            try (ImagePreparer preparer =
                    new ImagePreparer(configuration.value().value(), plan, meters)) {
                return List.of(decode(images, preparer)).iterator();
            }
        }

        private Row decode(Iterator<Row> images, ImagePreparer preparer) {
            long start = System.nanoTime();
            long count = 0;
            long failed = 0;
            List<Row> failures = new ArrayList<>();
            while (images.hasNext()) {
                PreparedImage prepared =
                        BatchExplainer.check(preparer.prepare(ListedImage.unpack(images.next())), plan);
                count++;
                if (prepared.failure().isPresent()) {
                    failed++;
                    ImageFailure failure = prepared.failure().get();
                    if (failures.size() < MOST_FAILURES) {
                        failures.add(RowFactory.create(
                                prepared.image().id(), failure.stage().toString(), failure.error(), failure.message()));
                    }
                }
            }
            return RowFactory.create(count, failed, System.nanoTime() - start, failures.toArray(new Row[0]));
        }
    }
}

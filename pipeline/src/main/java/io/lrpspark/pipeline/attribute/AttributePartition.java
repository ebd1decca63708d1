package io.lrpspark.pipeline.attribute;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/** What a task does with its partition of the listing: images in, rows out, one at a time. */
final class AttributePartition implements FlatMapFunction<Iterator<Tuple2<Long, Row>>, Row> {
    private static final long serialVersionUID = 1L;

    private final TaskPlan plan;
    private final StructType schema;
    private final Broadcast<byte[]> program;
    private final Broadcast<SerializableConfiguration> configuration;
    private final CrashWatch watch;
    private final Meters meters;

    AttributePartition(
            TaskPlan plan,
            StructType schema,
            Broadcast<byte[]> program,
            Broadcast<SerializableConfiguration> configuration,
            CrashWatch watch,
            Meters meters) {
        this.plan = plan;
        this.schema = schema;
        this.program = program;
        this.configuration = configuration;
        this.watch = watch;
        this.meters = meters;
    }

    @Override
    public Iterator<Row> call(Iterator<Tuple2<Long, Row>> listed) {
        long start = System.nanoTime();
        TaskContext task = TaskContext.get();
        TaskDevice device = new TaskDevice(plan, program);
        TaskImages images = new TaskImages(
                listed,
                new GuardedExplainer(device.explainer()),
                plan,
                watch,
                configuration.value().value(),
                meters);
        task.addTaskCompletionListener((TaskCompletionListener) context -> images.close());
        Rows rows = new Rows(
                images,
                new RowAssembler(schema, device.program().program(), plan),
                schema.fieldIndex("status"),
                meters);
        task.addTaskCompletionListener((TaskCompletionListener) context -> {
            rows.written();
            meters.taskNanos.add(System.nanoTime() - start);
            meters.memory.add(ProcessMemory.peak());
            meters.devices.add(device.use());
        });
        return rows;
    }

    /**
     * Makes rows on demand. Whoever asks for them writes each before it asks for the next one, and closes its file after
     * the last one: the time between is that of the writing.
     */
    private static final class Rows implements Iterator<Row> {
        private final TaskImages images;
        private final RowAssembler assembler;
        private final Meters meters;
        private final int status;
        private Iterator<Row> current = List.<Row>of().iterator();
        private OptionalLong handedOver = OptionalLong.empty();

        Rows(TaskImages images, RowAssembler assembler, int status, Meters meters) {
            this.images = images;
            this.assembler = assembler;
            this.status = status;
            this.meters = meters;
        }

        @Override
        public boolean hasNext() {
            written();
            while (!current.hasNext() && images.hasNext()) {
                ExplainedImage image = images.next();
                long start = System.nanoTime();
                List<Row> rows = assembler.rows(image);
                meters.describeNanos.add(System.nanoTime() - start);
                meters.addDone();
                if (rows.stream().anyMatch(row -> "failed".equals(row.getString(status)))) {
                    meters.addFailed();
                }
                current = rows.iterator();
            }
            if (!current.hasNext()) {
                handedOver = OptionalLong.of(System.nanoTime());
            }
            return current.hasNext();
        }

        /** What was handed over is written. */
        void written() {
            handedOver.ifPresent(since -> meters.writeNanos.add(System.nanoTime() - since));
            handedOver = OptionalLong.empty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row row = current.next();
            handedOver = OptionalLong.of(System.nanoTime());
            return row;
        }
    }
}

package io.lrpspark.pipeline.attribute;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Counts images while tasks run. An accumulator's own value moves only when a task ends; this listens to the executors'
 * heartbeats, which carry the values of running tasks, and keeps one count per partition, so that a retried task does
 * not count twice.
 */
final class ProgressTracker extends SparkListener {
    private final long doneId;
    private final long failedId;
    private final long total;
    private final Map<Long, Partition> running = new HashMap<>();
    private final Map<Partition, Count> counts = new HashMap<>();
    private final long started = System.nanoTime();
    private long spared;

    ProgressTracker(Meters meters, long total) {
        this.doneId = meters.done.id();
        this.failedId = meters.failed.id();
        this.total = total;
    }

    private record Partition(int stage, int index) {}

    private record Count(long done, long failed) {}

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart event) {
        running.put(
                event.taskInfo().taskId(),
                new Partition(event.stageId(), event.taskInfo().index()));
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        Partition partition = running.remove(event.taskInfo().taskId());
        if (partition == null) {
            return;
        }
        if (event.taskInfo().successful()) {
            update(partition, event.taskInfo().accumulables());
        } else {
            counts.remove(partition);
        }
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
        JavaConverters.seqAsJavaList(event.accumUpdates()).forEach(task -> {
            Partition partition = running.get((Long) task._1());
            if (partition != null) {
                update(partition, task._4());
            }
        });
    }

    private void update(Partition partition, Seq<AccumulableInfo> values) {
        long done = 0;
        long failed = 0;
        for (AccumulableInfo value : JavaConverters.seqAsJavaList(values)) {
            if (value.update().isDefined() && value.update().get() instanceof Long count) {
                done += value.id() == doneId ? count : 0;
                failed += value.id() == failedId ? count : 0;
            }
        }
        if (done > 0) {
            counts.put(partition, new Count(done, failed));
        }
    }

    /** These images are done without work: by an earlier attempt, or in a run whose rows are reused. */
    synchronized void spare(long images) {
        spared += images;
    }

    /** How far the run is. */
    synchronized Progress progress() {
        long worked = sum(Count::done);
        long done = Math.min(total, spared + worked);
        double seconds = (System.nanoTime() - started) / 1e9;
        double rate = worked > 0 && seconds > 0 ? worked / seconds : 0;
        return new Progress(
                done,
                total,
                sum(Count::failed),
                rate,
                rate > 0 ? Optional.of(Duration.ofMillis((long) (1000 * (total - done) / rate))) : Optional.empty());
    }

    private long sum(ToLongFunction<Count> part) {
        return counts.values().stream().mapToLong(part).sum();
    }
}

package io.lrpspark.pipeline.attribute;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts what went wrong and was done again. */
final class RunObserver extends SparkListener {
    private final Set<String> lostExecutors = new HashSet<>();
    private long failedTasks;
    private long lastEnd;

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        lastEnd = Math.max(lastEnd, event.taskInfo().finishTime());
        TaskEndReason reason = event.reason();
        if (reason == Success$.MODULE$ || reason instanceof TaskKilled) {
            return;
        }
        failedTasks++;
        if (reason instanceof ExecutorLostFailure lost) {
            lostExecutors.add(lost.execId());
        }
    }

    /** Attempts of tasks that failed; not those that were killed because another attempt was faster. */
    synchronized long failedTasks() {
        return failedTasks;
    }

    /** Executors that were lost while they worked. */
    synchronized long lostExecutors() {
        return lostExecutors.size();
    }

    /** When the last task ended, in milliseconds since 1970 by the driver's clock; 0 before. */
    synchronized long lastEnd() {
        return lastEnd;
    }
}

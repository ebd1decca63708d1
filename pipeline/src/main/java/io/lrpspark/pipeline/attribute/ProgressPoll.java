package io.lrpspark.pipeline.attribute;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;

/**
 * Tells a listener about the progress once a second. What the listener throws cancels the run's Spark jobs and is thrown
 * again by {@link #report}.
 */
final class ProgressPoll implements AutoCloseable {
    private static final long SECONDS = 1;

    private final ProgressTracker tracker;
    private final ProgressListener listener;
    private final SparkContext context;
    private final AtomicReference<RuntimeException> thrown = new AtomicReference<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lrp-progress");
        thread.setDaemon(true);
        return thread;
    });

    ProgressPoll(ProgressTracker tracker, ProgressListener listener, SparkContext context, String jobGroup) {
        this.tracker = tracker;
        this.listener = listener;
        this.context = context;
        context.addSparkListener(tracker);
        timer.scheduleWithFixedDelay(() -> poll(jobGroup), SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void poll(String jobGroup) {
        if (thrown.get() != null) {
            // A job that was about to start when the first cancellation came would otherwise run on.
            context.cancelJobGroup(jobGroup);
            return;
        }
        try {
            listener.progress(tracker.progress());
        } catch (RuntimeException e) {
            thrown.set(e);
            context.cancelJobGroup(jobGroup);
        }
    }

    /** Tells the listener about a moment of its own, in the caller's thread. */
    synchronized void report(Progress progress) {
        rethrow();
        listener.progress(progress);
    }

    /** Throws what the listener threw, if it did. */
    void rethrow() {
        RuntimeException failure = thrown.get();
        if (failure != null) {
            throw failure;
        }
    }

    /** See {@link ProgressTracker#spare}. */
    void spare(long images) {
        tracker.spare(images);
    }

    Progress progress() {
        return tracker.progress();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        context.removeSparkListener(tracker);
    }
}

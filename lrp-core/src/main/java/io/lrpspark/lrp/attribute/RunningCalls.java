package io.lrpspark.lrp.attribute;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Calls of the engine that are going on in this JVM. When the JVM ends, it waits for them: the engine tears its libraries down at the
 * exit of the process, and a call that still ran would crash it.
 */
final class RunningCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RunningCalls OF_THIS_JVM = new RunningCalls();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(OF_THIS_JVM::drain, "attributor-end"));
    }

    private int running;
    private boolean ending;

    private RunningCalls() {}

    /** Runs a call. One that comes when the JVM is about to end waits for the end, since a failure could be taken for a result. */
    static <T> T during(Callable<T> call) throws Exception {
        OF_THIS_JVM.begin();
        try {
            return call.call();
        } finally {
            OF_THIS_JVM.end();
        }
    }

    private synchronized void begin() throws InterruptedException {
        while (ending) {
            wait();
        }
        running++;
    }

    private synchronized void end() {
        running--;
        notifyAll();
    }

    private synchronized void drain() {
        ending = true;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (long left = PATIENCE.toMillis(); running > 0 && left > 0; ) {
                wait(left);
                left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.lrpspark.jobs;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** Ctrl-C, or any other signal that ends the process: one line instead of the stack traces of everything that is cut short. */
final class Interruption {
    private enum State {
        WORKING,
        DONE,
        INTERRUPTED
    }

    private static final AtomicReference<State> STATE = new AtomicReference<>(State.DONE);

    private Interruption() {}

    /** From now on until {@link #workIsDone}, the end of the process is an interruption. */
    static void watch(PrintWriter err) {
        STATE.set(State.WORKING);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (STATE.compareAndSet(State.WORKING, State.INTERRUPTED)) {
                                Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
                                err.println();
                                err.println(
                                        "lrp: interrupted; a run that was going on stays unfinished (attribute --resume continues it)");
                                err.flush();
                            }
                        },
                        "interruption"));
    }

    /** What happens next is no interruption. */
    static void workIsDone() {
        STATE.compareAndSet(State.WORKING, State.DONE);
    }

    /** Whether the process is being ended while it works. */
    static boolean isGoingOn() {
        return STATE.get() == State.INTERRUPTED;
    }
}

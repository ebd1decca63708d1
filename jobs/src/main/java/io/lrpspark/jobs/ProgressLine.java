package io.lrpspark.jobs;

import io.lrpspark.pipeline.attribute.Progress;
import io.lrpspark.pipeline.attribute.ProgressListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Shows a run's progress: on a terminal as one line that is rewritten, elsewhere as a new line every ten seconds. */
final class ProgressLine implements ProgressListener, AutoCloseable {
    /** Where progress is shown. */
    enum Style {
        /** A terminal: the line is rewritten. */
        TERMINAL,
        /** A file or a pipe: lines are appended. */
        LOG;

        /** What {@code scripts/lrp} found out about the error stream; Java cannot ask. */
        static Style ofErrorStream() {
            return Boolean.getBoolean("lrp.terminal") ? TERMINAL : LOG;
        }
    }

    private static final long LOG_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();
    private static final String ERASE_TO_END_OF_LINE = "\033[K";

    private final PrintWriter err;
    private final Style style;
    private final LongSupplier nanoClock;
    private final List<String> warnings = new ArrayList<>();
    private long last;
    private boolean lineOpen;

    ProgressLine(PrintWriter err, Style style, LongSupplier nanoClock) {
        this.err = err;
        this.style = style;
        this.nanoClock = nanoClock;
        this.last = nanoClock.getAsLong();
    }

    @Override
    public synchronized void progress(Progress progress) {
        switch (style) {
            case TERMINAL -> {
                err.print("\r" + text(progress) + ERASE_TO_END_OF_LINE);
                lineOpen = true;
            }
            case LOG -> {
                if (nanoClock.getAsLong() - last >= LOG_INTERVAL_NANOS) {
                    last = nanoClock.getAsLong();
                    err.println(text(progress));
                }
            }
        }
        err.flush();
    }

    @Override
    public synchronized void inform(String sentence) {
        err.println(sentence);
        err.flush();
    }

    @Override
    public synchronized void warn(String sentence) {
        warnings.add(sentence);
        err.println("warning: " + sentence);
        err.flush();
    }

    /** What was warned of. */
    synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Ends the line, so that whatever comes next stands on its own. */
    @Override
    public synchronized void close() {
        if (lineOpen) {
            err.print("\r" + ERASE_TO_END_OF_LINE);
            err.flush();
            lineOpen = false;
        }
    }

    /** Such as "120 of 300 images, 7.1 images/s, 25 s left, 2 failed". */
    static String text(Progress progress) {
        StringBuilder text =
                new StringBuilder().append(progress.done()).append(" of ").append(Wording.images(progress.total()));
        if (progress.imagesPerSecond() > 0) {
            text.append(", ").append(Wording.rate(progress.imagesPerSecond()));
        }
        progress.remaining()
                .ifPresent(left -> text.append(", ").append(duration(left)).append(" left"));
        if (progress.failed() > 0) {
            text.append(", ").append(progress.failed()).append(" failed");
        }
        return text.toString();
    }

    /** Such as "25 s", "3 min 10 s" or "2 h 5 min". */
    static String duration(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}

package io.lrpspark.pipeline.attribute;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.util.AccumulatorV2;

/** The span of time from the first to the last instant that any task reports, in milliseconds since 1970. */
final class SpanAccumulator extends AccumulatorV2<Long, Optional<Duration>> {
    private static final long serialVersionUID = 1L;

    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    @Override
    public boolean isZero() {
        return first > last;
    }

    @Override
    public SpanAccumulator copy() {
        SpanAccumulator copy = new SpanAccumulator();
        copy.first = first;
        copy.last = last;
        return copy;
    }

    @Override
    public void reset() {
        first = Long.MAX_VALUE;
        last = Long.MIN_VALUE;
    }

    @Override
    public void add(Long instant) {
        first = Math.min(first, instant);
        last = Math.max(last, instant);
    }

    @Override
    public void merge(AccumulatorV2<Long, Optional<Duration>> other) {
        SpanAccumulator span = (SpanAccumulator) other;
        first = Math.min(first, span.first);
        last = Math.max(last, span.last);
    }

    /** The length of the span; empty if nothing was reported. */
    @Override
    public Optional<Duration> value() {
        return isZero() ? Optional.empty() : Optional.of(Duration.ofMillis(last - first));
    }

    /** The first instant. */
    Optional<Instant> start() {
        return isZero() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(first));
    }
}

package io.lrpspark.pipeline.output;

import io.lrpspark.pipeline.input.UsageException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a run is called: it names a partition of every table.
 *
 * @param value a letter, then up to 99 letters, digits, dots, dashes or underscores. It starts with a letter because
 *     readers of partitioned tables take a column of digits for numbers
 */
public record RunId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    /** @throws UsageException if the value has another form */
    public RunId {
        if (!FORM.matcher(value).matches()) {
            throw new UsageException(
                    "run id '" + value
                            + "' cannot be used: expected a letter, then letters, digits, dots, dashes or underscores (100 at most)");
        }
    }

    /** A run id made of the time, to the millisecond. */
    public static RunId of(Clock clock) {
        return new RunId("run-" + TIME.format(clock.instant()));
    }

    /** A name as a run id, if it is one. */
    static Optional<RunId> find(String name) {
        return FORM.matcher(name).matches() ? Optional.of(new RunId(name)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}

package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.BrokenDeviceException;
import io.lrpspark.pipeline.input.UsageException;
import org.apache.spark.SparkException;

/** Finds what the user can mend in what Spark throws when a task meets it. */
final class UsageFault {
    private UsageFault() {}

    /** The {@link UsageException} or {@link BrokenDeviceException} among the causes, or else the exception itself. */
    static RuntimeException in(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UsageException usage) {
                return usage;
            }
            if (cause instanceof BrokenDeviceException broken) {
                return broken;
            }
        }
        return thrown instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException(
                        (thrown instanceof SparkException ? "Spark: " : "") + thrown.getMessage(), thrown);
    }
}

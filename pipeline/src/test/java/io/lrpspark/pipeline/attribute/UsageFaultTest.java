package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.pipeline.input.UsageException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class UsageFaultTest {
    @Test
    void isTheMistakeThatATaskMet() {
        UsageException mistake = new UsageException("device cuda cannot be used");

        assertThat(UsageFault.in(new SparkException("job aborted", new IllegalStateException("task failed", mistake))))
                .isSameAs(mistake);
    }

    @Test
    void isWhatSparkSaysOtherwise() {
        assertThat(UsageFault.in(new SparkException("job aborted", null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Spark: job aborted");
    }
}

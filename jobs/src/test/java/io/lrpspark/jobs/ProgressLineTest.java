package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.jobs.ProgressLine.Style;
import io.lrpspark.pipeline.attribute.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {
    private final StringWriter written = new StringWriter();
    private long seconds;

    private ProgressLine line(Style style) {
        return new ProgressLine(new PrintWriter(written), style, () -> Duration.ofSeconds(seconds)
                .toNanos());
    }

    private static Progress progress(long done, long failed) {
        return new Progress(done, 300, failed, 7.14, Optional.of(Duration.ofSeconds(25)));
    }

    @Test
    void saysHowFarTheRunIs() {
        assertThat(ProgressLine.text(progress(120, 2)))
                .isEqualTo("120 of 300 images, 7.1 images/s, 25 s left, 2 failed");
    }

    @Test
    void saysNothingThatIsNotKnownYet() {
        assertThat(ProgressLine.text(new Progress(0, 300, 0, 0, Optional.empty())))
                .isEqualTo("0 of 300 images");
    }

    @Test
    void countsOneImageAndSlowRatesAsPeopleDo() {
        assertThat(ProgressLine.text(new Progress(1, 1, 0, 0.072, Optional.empty())))
                .isEqualTo("1 of 1 image, 0.07 images/s");
    }

    @Test
    void rewritesOneLineOnATerminal() {
        try (ProgressLine line = line(Style.TERMINAL)) {
            line.progress(progress(1, 0));
            line.progress(progress(2, 0));
        }
        assertThat(written.toString())
                .startsWith("\r1 of 300")
                .contains("\r2 of 300")
                .doesNotContain("\n")
                .endsWith("\r\033[K");
    }

    @Test
    void addsALineEveryTenSecondsElsewhere() {
        try (ProgressLine line = line(Style.LOG)) {
            for (seconds = 1; seconds <= 25; seconds++) {
                line.progress(progress(seconds, 0));
            }
        }
        assertThat(written.toString().lines()).hasSize(2).allMatch(text -> text.contains("0 of 300 images"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min 0 s", "190, 3 min 10 s", "7500, 2 h 5 min"})
    void writesDurationsForPeople(long seconds, String text) {
        assertThat(ProgressLine.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}

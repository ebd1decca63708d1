package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.pipeline.attribute.DryRunResult;
import io.lrpspark.pipeline.attribute.RunResult;
import io.lrpspark.pipeline.attribute.RunWork;
import io.lrpspark.pipeline.attribute.Verdict;
import io.lrpspark.pipeline.output.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RunReportTest {
    private static final String MEMORY = "batch size 8 would need more";
    private static final String IMAGES = "2 images have an EXIF orientation that was ignored";

    private static RunResult result() {
        return new RunResult(
                new RunId("nightly"),
                Verdict.COMPLETE,
                new RunResult.Counts(2, 2, 2, 0, 0),
                OptionalDouble.empty(),
                Map.of(),
                List.of(MEMORY, IMAGES),
                new RunResult.Paths("t", "t/inputs", "t/attributions", "t/summary", "t/scores", "t/runs/nightly"),
                new RunResult.Timings(1, 0, 1, 0, 2, Map.of()),
                4,
                List.of(),
                new RunWork(1, 0, 0, Optional.empty(), 0, 0, 0, 1, 0, List.of()));
    }

    @Test
    void warnsOnlyOfWhatWasNotToldBefore() {
        assertThat(RunReport.lines(result(), List.of(MEMORY)))
                .contains("warning: " + IMAGES)
                .doesNotContain("warning: " + MEMORY);
    }

    @Test
    void saysOfADryRunWithoutMemoryWhyAndNoTime() {
        DryRunResult result = new DryRunResult(
                3,
                1,
                List.of(),
                Optional.empty(),
                2_000_000,
                1_000_000_000,
                List.of("device auto: cpu, since there is no GPU"),
                Optional.empty(),
                Optional.of("no room"));

        assertThat(RunReport.lines(result))
                .containsExactly(
                        "3 images, of which 1 cannot be used",
                        "  and 1 more",
                        "a run would write about 2.0 MB, and take about 1.0 GB of memory beside the heap",
                        "device auto: cpu, since there is no GPU",
                        "failure: no room");
        assertThat(result.lost()).isEqualTo(3);
    }
}

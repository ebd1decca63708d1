package io.lrpspark.pipeline.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.input.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {
    private static final RunId RUN = new RunId("nightly");

    @TempDir
    private Path folder;

    private RunRecords records;

    @BeforeEach
    void open() {
        Configuration configuration = new Configuration();
        records = new RunRecords(Tables.at(folder + "/a: b %", configuration), configuration);
    }

    @Test
    void isFinishedOnceItsLastRecordIsThere() {
        records.started(RUN, Map.of("run_id", "nightly"));
        assertThat(records.isFinished(RUN)).isFalse();

        records.finished(RUN, Map.of("verdict", "complete"));

        assertThat(records.isFinished(RUN)).isTrue();
        assertThat(records.readStarted(RUN)).hasValue(Map.of("run_id", "nightly"));
        assertThat(records.readFinished(RUN)).hasValue(Map.of("verdict", "complete"));
    }

    @Test
    void leavesNothingElseBehind() throws IOException {
        records.started(RUN, Map.of());
        records.finished(RUN, Map.of());

        try (var files = Files.list(folder.resolve("a: b %/runs/nightly"))) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .hasSameElementsAs(List.of("started.json", "finished.json"));
        }
    }

    @Test
    void refusesARunThatWasStarted() {
        records.requireFree(RUN);
        records.started(RUN, Map.of());

        assertThatThrownBy(() -> records.requireFree(RUN))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("run id 'nightly' exists already");
    }

    @Test
    void letsOnlyOneRunClaimAName() {
        records.started(RUN, Map.of());

        assertThatThrownBy(() -> records.started(RUN, Map.of())).isInstanceOf(UsageException.class);
    }

    @Test
    void refusesARunThatHasRowsButNoRecord() throws IOException {
        Files.createDirectories(folder.resolve("a: b %/attributions/run_id=nightly"));

        assertThatThrownBy(() -> records.requireFree(RUN)).isInstanceOf(UsageException.class);
    }
}

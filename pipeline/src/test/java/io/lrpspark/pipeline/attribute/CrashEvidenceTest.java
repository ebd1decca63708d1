package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashEvidenceTest {
    private static final Configuration CONFIGURATION = new Configuration();

    @TempDir
    private Path folder;

    private CrashJournal journal(String name, long... positions) {
        return new CrashJournal(
                Optional.of(new org.apache.hadoop.fs.Path(folder.resolve(name).toString())),
                CONFIGURATION,
                positions,
                2);
    }

    private CrashEvidence evidence() throws IOException {
        return CrashEvidence.read(new org.apache.hadoop.fs.Path(folder.toString()), CONFIGURATION);
    }

    private static long[] suspects(CrashEvidence evidence) {
        return LongStream.range(0, 100).filter(evidence::suspects).toArray();
    }

    @Test
    void suspectsWhatWasStartedAndHasNotGotThrough() throws IOException {
        CrashJournal journal = journal("a", 10, 11, 12, 13, 14, 15);
        journal.starting();
        assertThat(suspects(evidence())).containsExactly(10, 11);

        journal.starting();
        journal.starting();
        assertThat(suspects(evidence())).containsExactly(10, 11, 12, 13);

        journal.starting();
        journal.explained(2);
        journal.starting();
        assertThat(suspects(evidence())).containsExactly(12, 13, 14, 15);
    }

    @Test
    void convictsWhatWasAlone() throws IOException {
        journal("a", 1, 2, 3).starting();
        journal("b").alone(7);

        assertThat(evidence().convicts(7)).isTrue();
        assertThat(suspects(evidence())).containsExactly(1, 2);
        assertThat(evidence().asSuspicion().convicts(7)).isFalse();
        assertThat(suspects(evidence().asSuspicion())).containsExactly(1, 2, 7);
    }

    @Test
    void forgetsATaskThatEnds() throws IOException {
        CrashJournal journal = journal("a", 1, 2, 3);
        journal.starting();
        journal.close();
        journal.starting();

        assertThat(evidence()).isEqualTo(CrashEvidence.NONE);
    }

    @Test
    void takesNothingFromWhatWasCutOff() throws IOException {
        Files.writeString(folder.resolve("a"), "in-flight 1 2");
        Files.writeString(folder.resolve("b"), "");
        Files.writeString(folder.resolve("c"), "alone 1");

        assertThat(evidence()).isEqualTo(CrashEvidence.NONE);
    }

    @Test
    void knowsNothingWhereThereWasNoJournal() throws IOException {
        assertThat(CrashEvidence.read(
                        new org.apache.hadoop.fs.Path(folder.resolve("missing").toString()), CONFIGURATION))
                .isEqualTo(CrashEvidence.NONE);
    }
}

package io.lrpspark.pipeline.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.s3.Gateway.Fault;
import io.lrpspark.pipeline.s3.S3ServerExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomicFileTest {
    private static final int RACES = 20;
    private static final int RACERS = 4;
    private static final int REPLACEMENTS = 1000;

    @RegisterExtension
    static final S3ServerExtension S3 = new S3ServerExtension();

    @TempDir
    private java.nio.file.Path folder;

    /** Where files lie. */
    private enum Place {
        LOCAL,
        /** A file system that can rename over a file, as HDFS can. */
        MOVING,
        /** One that cannot. */
        PLAIN,
        S3
    }

    private Configuration configuration(Place place) {
        Configuration configuration = place == Place.S3 ? S3.server().configuration() : new Configuration();
        configuration.set("fs.s3a.retry.limit", "1");
        configuration.set("fs.s3a.attempts.maximum", "1");
        configuration.set(
                "fs.viewfs.mounttable." + folder.getFileName() + ".link./files",
                folder.toUri().toString());
        if (place == Place.PLAIN) {
            configuration.unset("fs.AbstractFileSystem.viewfs.impl");
        }
        return configuration;
    }

    private Path file(Place place, String name) {
        return switch (place) {
            case LOCAL -> new Path(folder.toUri().toString(), name);
            case MOVING, PLAIN -> new Path("viewfs://" + folder.getFileName() + "/files/" + name);
            case S3 -> new Path(S3.server().uri("files/" + name));
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Path file, Configuration configuration) throws IOException {
        try (InputStream stream = file.getFileSystem(configuration).open(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void replacesAFile(Place place) throws IOException {
        Configuration configuration = configuration(place);
        Path file = file(place, "new folder/replaced");

        AtomicFile.replace(file, stream -> stream.write(bytes("a long first text")), configuration);
        AtomicFile.replace(file, stream -> stream.write(bytes("second")), configuration);

        assertThat(text(file, configuration)).isEqualTo("second");
        assertThat(file.getFileSystem(configuration).listStatus(file.getParent()))
                .extracting(status -> status.getPath().getName())
                .containsExactly("replaced");
    }

    @ParameterizedTest
    @EnumSource
    void leavesWhatWasThereIfTheContentFails(Place place) throws IOException {
        Configuration configuration = configuration(place);
        Path file = file(place, "failing/kept");
        AtomicFile.replace(file, stream -> stream.write(bytes("whole")), configuration);

        assertThatThrownBy(() -> AtomicFile.replace(
                        file,
                        stream -> {
                            stream.write(bytes("ha"));
                            throw new IOException("no more");
                        },
                        configuration))
                .hasMessage("no more");

        assertThat(text(file, configuration)).isEqualTo("whole");
        assertThat(file.getFileSystem(configuration).listStatus(file.getParent()))
                .hasSize(1);
    }

    @Test
    void writesIntoALinkAndNotInItsPlace() throws IOException {
        java.nio.file.Path target = Files.writeString(folder.resolve("target"), "before");
        java.nio.file.Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        AtomicFile.replace(link, stream -> stream.write(bytes("after")));

        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("after");
    }

    @Test
    void writesThroughALinkToWhereNothingIsYet() throws IOException {
        java.nio.file.Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("target"));

        AtomicFile.replace(link, stream -> stream.write(bytes("text")));

        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("target")).hasContent("text");
    }

    @Test
    void aFileOfThisMachineIsThereWheneverOneLooksWhileItIsReplaced() throws Exception {
        java.nio.file.Path file = Files.writeString(folder.resolve("watched"), "");
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> missing = thread.submit(() -> {
                int count = 0;
                while (!done.get()) {
                    count += Files.exists(file) ? 0 : 1;
                }
                return count;
            });
            for (int time = 0; time < REPLACEMENTS; time++) {
                AtomicFile.replace(file, stream -> stream.write(bytes("again")));
            }
            done.set(true);

            assertThat(missing.get()).isZero();
        } finally {
            done.set(true);
            thread.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCAL", "S3"})
    void oneOfSeveralAtTheSameMomentCreatesAFile(Place place) throws Exception {
        Configuration configuration = configuration(place);
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            for (int race = 0; race < RACES; race++) {
                Path file = file(place, "race-" + race);
                List<Callable<Boolean>> racers = new ArrayList<>();
                for (int racer = 0; racer < RACERS; racer++) {
                    byte[] content = bytes("racer " + racer);
                    racers.add(() -> AtomicFile.create(file, content, configuration));
                }
                List<Boolean> created = new ArrayList<>();
                for (Future<Boolean> result : threads.invokeAll(racers)) {
                    created.add(result.get());
                }

                assertThat(created).as(file.toString()).containsOnlyOnce(true);
                assertThat(text(file, configuration)).isEqualTo("racer " + created.indexOf(true));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void createsNoFileThatIsThere(Place place) throws IOException {
        Configuration configuration = configuration(place);
        Path file = file(place, "claims/claimed");

        assertThat(AtomicFile.create(file, bytes("first"), configuration)).isTrue();
        assertThat(AtomicFile.create(file, bytes("other"), configuration)).isFalse();

        assertThat(text(file, configuration)).isEqualTo("first");
    }

    @Test
    void createsAFileWhereTheServiceKnowsNoConditions() throws IOException {
        Configuration configuration = configuration(Place.S3);
        Path file = file(Place.S3, "unconditional");
        AtomicInteger puts = new AtomicInteger();
        S3.server()
                .gateway()
                .disturb(request ->
                        request.startsWith("PUT") && puts.incrementAndGet() == 1 ? Fault.status(501) : Fault.none());

        boolean created = AtomicFile.create(file, bytes("first"), configuration);

        S3.server().gateway().disturb(request -> Fault.none());
        assertThat(created).isTrue();
        assertThat(puts).hasValue(2);
        assertThat(text(file, configuration)).isEqualTo("first");
    }

    @Test
    void knowsItsOwnFileAgainAfterALostAnswer() throws IOException {
        Configuration configuration = configuration(Place.S3);
        Path file = file(Place.S3, "answered late");
        S3.server().put("files/answered late", bytes("mine"));

        assertThat(AtomicFile.create(file, bytes("mine"), configuration)).isTrue();
    }

    @Test
    void filesOfThisMachineHaveTheUsualPermissions() throws IOException {
        java.nio.file.Path usual = Files.writeString(folder.resolve("usual"), "");
        java.nio.file.Path file = folder.resolve("file");

        AtomicFile.replace(file, stream -> stream.write(bytes("text")));

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
        try (Stream<java.nio.file.Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }
}

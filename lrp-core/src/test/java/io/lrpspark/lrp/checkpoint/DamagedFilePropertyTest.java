package io.lrpspark.lrp.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.lrpspark.lrp.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever happens to a file, reading it gives weights or a {@link CheckpointException}, and takes little memory. */
class DamagedFilePropertyTest {

    private static final int MILLION = 1_000_000;

    private static final List<String> FILES = List.of(
            "tiny-a/tiny-a.pth",
            "tiny-a/tiny-a.legacy.pth",
            "tiny-a/tiny-a.safetensors",
            "tiny-a/tiny-a.script.pt",
            "tiny-a/tiny-a.trace.pt",
            "model-files/tiny-a.whole-module.pth",
            "model-files/tiny-a.views.legacy.pth");

    private static final Map<String, byte[]> CONTENTS =
            FILES.stream().collect(Collectors.toMap(Function.identity(), DamagedFilePropertyTest::content));

    /** Eight bytes of weights per byte of the file, the objects of a pickle, and what the JVM itself takes. */
    private static final long BYTES_PER_BYTE = 100;

    private static final long BYTES_BESIDES = 16 << 20;

    @Property(tries = 300)
    void refusesATruncatedFile(@ForAll("files") String file, @ForAll @IntRange(max = MILLION - 1) int part) {
        byte[] content = CONTENTS.get(file);
        byte[] truncated = Arrays.copyOf(content, at(part, content.length));

        assertThatThrownBy(() -> Checkpoint.read("file", truncated)).isInstanceOf(CheckpointException.class);
    }

    @Property(tries = 2000)
    void readsOrRefusesAFileWithFlippedBits(
            @ForAll("files") String file,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = MILLION - 1) Integer> places) {
        byte[] damaged = CONTENTS.get(file).clone();
        for (int place : places) {
            int bit = at(place, damaged.length * Byte.SIZE);
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        }

        assertReadsOrRefuses(damaged);
    }

    @Property(tries = 2000)
    void readsOrRefusesAFileWithOtherBytes(
            @ForAll("files") String file,
            @ForAll @IntRange(max = MILLION - 1) int place,
            @ForAll @Size(8) byte[] bytes) {
        byte[] damaged = CONTENTS.get(file).clone();
        int begin = at(place, damaged.length - bytes.length);
        System.arraycopy(bytes, 0, damaged, begin, bytes.length);

        assertReadsOrRefuses(damaged);
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(FILES);
    }

    private static void assertReadsOrRefuses(byte[] content) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            assertThat(Checkpoint.read("file", content).names()).isNotEmpty();
        } catch (CheckpointException e) {
            assertThat(e).hasMessageContaining("file");
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(BYTES_BESIDES + BYTES_PER_BYTE * content.length);
    }

    private static int at(int millionths, int length) {
        return (int) ((long) length * millionths / MILLION);
    }

    private static byte[] content(String file) {
        try {
            return Files.readAllBytes(Golden.file(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

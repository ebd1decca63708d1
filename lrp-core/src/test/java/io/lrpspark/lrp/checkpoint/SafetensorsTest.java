package io.lrpspark.lrp.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @Test
    void readsTheNumbersThatPythonWrote() {
        StateDict stateDict = Checkpoint.read(Golden.file("tiny-a/tiny-a.safetensors"));

        assertThat(stateDict.names()).hasSize(79).startsWith("features.conv0.weight", "features.norm0.weight");
        Weight stem = stateDict.find("features.conv0.weight").orElseThrow();
        assertThat(stem.shape()).containsExactly(8, 3, 7, 7);
        assertThat(stem.values()).startsWith(-0.06466805189847946, -0.11735568940639496);
        assertThat(stateDict.find("classifier.bias").orElseThrow().values())
                .startsWith(0.08407998085021973, 0.10255125164985657);
    }

    @Property(tries = 200)
    void whatIsWrittenReadsTheSame(@ForAll("stateDicts") StateDict written) {
        StateDict read = Checkpoint.read("memory", SafetensorsWriter.encode(written));

        assertThat(read.names()).containsExactlyElementsOf(written.names());
        assertThat(written.names())
                .allSatisfy(name -> assertThat(read.find(name)).isEqualTo(written.find(name)));
    }

    @Provide
    Arbitrary<StateDict> stateDicts() {
        Arbitrary<Weight> weights = Arbitraries.integers()
                .between(0, 4)
                .list()
                .ofMaxSize(3)
                .flatMap(shape -> Arbitraries.floats()
                        .array(float[].class)
                        .ofSize(Weight.elements(shape))
                        .map(values -> new Weight(shape, widened(values))));
        Arbitrary<String> names = Arbitraries.strings().ofMaxLength(12).filter(name -> !name.equals("__metadata__"));
        return Arbitraries.maps(names, weights).ofMaxSize(6).map(StateDict::of);
    }

    private static double[] widened(float[] values) {
        double[] widened = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            widened[i] = values[i];
        }
        return widened;
    }

    @Test
    void writesAFileThatReadsTheSame(@TempDir Path folder) {
        Path file = folder.resolve("weights.safetensors");
        StateDict written = Checkpoint.read(Golden.file("tiny-a/tiny-a.safetensors"));

        SafetensorsWriter.write(file, written);

        StateDict read = Checkpoint.read(file);
        assertThat(written.names())
                .allSatisfy(name -> assertThat(read.find(name)).isEqualTo(written.find(name)));
    }

    @Test
    void writesTheSameBytesForTheSameWeights() throws IOException {
        byte[] golden = Files.readAllBytes(Golden.file("tiny-a/tiny-a.safetensors"));
        StateDict floats = floatsOnly(Checkpoint.read("golden", golden));

        assertThat(SafetensorsWriter.encode(Checkpoint.read("memory", SafetensorsWriter.encode(floats))))
                .isEqualTo(SafetensorsWriter.encode(floats));
    }

    private static StateDict floatsOnly(StateDict stateDict) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        stateDict.names().stream()
                .filter(name -> !name.endsWith("num_batches_tracked"))
                .forEach(name -> weights.put(name, stateDict.find(name).orElseThrow()));
        return StateDict.of(weights);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}; a of file has 4 bytes of data, but shape [2] of type FLOAT32 takes 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}; has 4 bytes after its last tensor",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}; b of file has data_offsets [0, 8], expected them to begin at 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}; a of file has data_offsets [8, 0]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}; where the file ends",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,8]}}; has more elements than can be read",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}; a of file has -2 in its shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}; a of file has 2.5 in its shape",
                "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}; a of file has elements of type 'F8_E4M3', expected one of F64",
                "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}; a of file has no list of numbers as its shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}; expected [begin, end]",
                "{\"a\":1,\"a\":2}; safetensors header that is no JSON",
                "{]; safetensors header that is no JSON"
            })
    void refusesAHeaderThatDoesNotDescribeTheFile(String header, String message) {
        assertThatThrownBy(() -> Checkpoint.read("file", safetensors(header, new byte[8])))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAHeaderThatNestsWithoutEnd() {
        String header = "{\"a\":" + "[".repeat(500_000) + "}";

        assertThatThrownBy(() -> Checkpoint.read("file", safetensors(header, new byte[8])))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("safetensors header");
    }

    private static byte[] safetensors(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data)
                .array();
    }
}

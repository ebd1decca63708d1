package io.lrpspark.lrp.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsWhatNumpyWroteAsFloat32() {
        NpyArray array = NpyFile.read(Golden.file("tiny-a/input.npy"));

        assertThat(array.shape()).containsExactly(2, 3, 32, 32);
        assertThat(array.values()).startsWith(1.7494547367095947, -0.2860729992389679);
    }

    @Test
    void readsWhatNumpyWroteAsFloat64() {
        NpyArray array = NpyFile.read(Golden.file("tiny-a/logits.npy"));

        assertThat(array.shape()).containsExactly(2, 5);
        assertThat(array.values()).startsWith(0.024103626829753477, 0.22581759754909048);
    }

    @Test
    void writesFloat64ThatReadsTheSame() {
        Path file = folder.resolve("array.npy");
        double[] values = {Math.PI, -0.0, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 1e300};

        NpyFile.write(file, new int[] {3, 1, 2}, values);

        assertThat(NpyFile.read(file)).isEqualTo(new NpyArray(List.of(3, 1, 2), values));
    }

    @Test
    void writesFloat32ThatReadsTheSame() {
        Path file = folder.resolve("array.npy");

        NpyFile.write(file, new int[] {2}, new float[] {0.1f, -2.5f});

        assertThat(NpyFile.read(file)).isEqualTo(new NpyArray(List.of(2), new double[] {0.1f, -2.5f}));
    }

    @Test
    void writesTheHeaderThatNumpyWrites() throws IOException {
        Path file = folder.resolve("array.npy");

        NpyFile.write(file, new int[] {4}, new float[4]);

        byte[] content = Files.readAllBytes(file);
        assertThat(content).hasSize(128 + 16);
        assertThat(new String(content, 10, 118, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }")
                .endsWith(" \n");
    }

    @Test
    void writesAScalarAndAnEmptyArray() {
        Path scalar = folder.resolve("scalar.npy");
        Path empty = folder.resolve("empty.npy");

        NpyFile.write(scalar, new int[0], new double[] {7});
        NpyFile.write(empty, new int[] {0, 3}, new double[0]);

        assertThat(NpyFile.read(scalar)).isEqualTo(new NpyArray(List.of(), new double[] {7}));
        assertThat(NpyFile.read(empty)).isEqualTo(new NpyArray(List.of(0, 3), new double[0]));
    }

    @Test
    void readsUnsignedBytesAndLongsInEitherByteOrder() throws IOException {
        byte[] big = ByteBuffer.allocate(16).putLong(-5).putLong(1L << 40).array();

        assertThat(NpyFile.read(npy("|u1", "False", "(2,)", (byte) 200, (byte) 3))
                        .values())
                .containsExactly(200, 3);
        assertThat(NpyFile.read(npy(">i8", "False", "(2,)", big)).values()).containsExactly(-5, 0x1p40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<f4; True; (1,); is in Fortran order, expected C order",
                "<c8; False; (1,); holds elements of type c8, expected one of f8, f4, i8, i4, u1",
                "<f4; False; (2,); has 4 bytes of data, which is not what shape [2] of type f4 takes",
                "<f4; False; (0,); has 4 bytes of data, which is not what shape [0] of type f4 takes",
                "<f4; False; (2147483647, 2147483647, 2147483647, 2147483647); has 4 bytes of data",
                "<f4; False; (99999999999,); expected sizes up to 2147483647",
                "<f4; Maybe; (1,); has a header without a 'fortran_order' that is known"
            })
    void refusesWhatItDoesNotRead(String type, String order, String shape, String message) throws IOException {
        Path file = npy(type, order, shape, new byte[4]);

        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(NpyException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] content = Files.readAllBytes(Golden.file("tiny-a/logits.npy"));
        Path file = folder.resolve("cut.npy");

        for (int length = 0; length < content.length; length++) {
            Files.write(file, Arrays.copyOf(content, length));
            assertThatThrownBy(() -> NpyFile.read(file)).isInstanceOf(NpyException.class);
        }
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> NpyFile.read(folder.resolve("none.npy")))
                .isInstanceOf(NpyException.class)
                .hasMessageContaining("none.npy");
    }

    @Test
    void refusesToWriteValuesThatDoNotFitTheShape() {
        assertThatThrownBy(() -> NpyFile.write(folder.resolve("array.npy"), new int[] {2, 2}, new double[3]))
                .isInstanceOf(NpyException.class)
                .hasMessageContaining("[2, 2]")
                .hasMessageContaining("3 elements");
    }

    private Path npy(String type, String order, String shape, byte... data) throws IOException {
        byte[] header = ("{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer content =
                ByteBuffer.allocate(10 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        content.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        content.putShort((short) header.length).put(header).put(data);
        return Files.write(folder.resolve("array.npy"), content.array());
    }
}

package io.lrpspark.lrp.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {

    private static final String FLOAT = "FloatStorage";

    @Test
    void readsATransposedViewWithAnOffset() {
        byte[] pickle = stateDict(new long[] {3, 2}, new long[] {1, 3}, 7, 1);

        Weight weight = read(archive(pickle)).find("weight").orElseThrow();

        assertThat(weight).isEqualTo(new Weight(List.of(3, 2), new double[] {1, 4, 2, 5, 3, 6}));
    }

    @Test
    void readsAScalarAndAnEmptyTensor() {
        assertThat(read(archive(stateDict(new long[0], new long[0], 7, 6))).find("weight"))
                .contains(new Weight(List.of(), new double[] {6}));
        assertThat(read(archive(stateDict(new long[] {5, 0}, new long[] {1, 1}, 0, 0)))
                        .find("weight"))
                .contains(new Weight(List.of(5, 0), new double[0]));
    }

    @ParameterizedTest
    @CsvSource({
        "8, 1, 7, 0",
        "7, 1, 7, 1",
        "2, 7, 7, 0",
        "7, 0, 7, 7",
        "100000000, 0, 7, 0",
        "7, -1, 7, 6",
        "2, 9223372036854775807, 7, 1",
        "7, 1, 7, -1",
        "7, 1, 7, 9223372036854775807",
    })
    void refusesAViewThatDoesNotFitItsStorage(long size, long stride, long elements, long offset) {
        byte[] file = archive(stateDict(new long[] {size}, new long[] {stride}, elements, offset));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("weight of file has shape [" + size + "]")
                .hasMessageContaining("does not fit its storage of " + elements + " elements");
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void refusesAStorageThatTheFileDoesNotHave(long elements) {
        byte[] file = archive(stateDict(new long[] {7}, new long[] {1}, elements, 0));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("weight of file lies in a storage of " + elements + " elements")
                .hasMessageContaining("the file has 28 bytes for it");
    }

    @Test
    void refusesASizeBeyondAnArray() {
        byte[] file = archive(stateDict(new long[] {1L << 31}, new long[] {0}, 7, 0));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("a size of 2147483648");
    }

    @Test
    void refusesViewsThatAskForMoreThanTheFileHas() {
        PickleWriter pickle = new PickleWriter().operations("}");
        float[] storage = new float[10_000];
        for (int i = 0; i < 1_000; i++) {
            pickle.text("w" + i).tensor(FLOAT, "0", storage.length, i, new long[] {9_000}, new long[] {1});
            pickle.operations("s");
        }
        byte[] file = new Archive()
                .with("data.pkl", pickle.stop())
                .withStorage("0", storage)
                .stored();

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("ask for more elements than the file has bytes");
    }

    @Test
    void readsOneWeightForATensorThatIsSharedByName() {
        PickleWriter pickle = new PickleWriter().operations("}").text("a");
        pickle.tensor(FLOAT, "0", 7, 0, new long[] {7}, new long[] {1}).put(1).operations("s");
        byte[] file = archive(pickle.text("b").get(1).operations("s").stop());

        StateDict stateDict = read(file);

        assertThat(stateDict.find("a").orElseThrow())
                .isSameAs(stateDict.find("b").orElseThrow());
    }

    @Test
    void readsBigEndianData() {
        byte[] file = new Archive()
                .with("data.pkl", stateDict(new long[] {1}, new long[] {1}, 1, 0))
                .with("byteorder", "big".getBytes(StandardCharsets.US_ASCII))
                .with("data/0", new byte[] {0x3f, (byte) 0x80, 0, 0})
                .stored();

        assertThat(read(file).find("weight")).contains(new Weight(List.of(1), new double[] {1}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_dict", "model_state_dict", "model"})
    void findsTheStateDictInACheckpoint(String key) {
        PickleWriter pickle =
                new PickleWriter().operations("}").text("epoch").number(3).operations("s");
        pickle.text("best").tensor(FLOAT, "0", 7, 0, new long[0], new long[0]).operations("s");
        pickle.text(key).operations("}").text("weight");
        pickle.tensor(FLOAT, "0", 7, 0, new long[] {7}, new long[] {1}).operations("ss");

        assertThat(read(archive(pickle.stop())).names()).containsExactly("weight");
    }

    @Test
    void findsAWholeModuleInACheckpoint() {
        PickleWriter pickle = new PickleWriter().operations("}").text("model");
        module(pickle, () -> pickle.text("head")
                .global("torch.nn", "Linear")
                .operations(")\u0081}")
                .text("_modules")
                .operations("}s")
                .text("_buffers")
                .operations("}")
                .text("kept")
                .tensor(FLOAT, "0", 7, 1, new long[0], new long[0])
                .operations("s")
                .text("dropped")
                .tensor(FLOAT, "0", 7, 2, new long[0], new long[0])
                .operations("ss")
                .text("_non_persistent_buffers_set")
                .global("builtins", "set")
                .operations("]")
                .text("dropped")
                .operations("a\u0085Rsbs"));
        byte[] file = archive(pickle.operations("s").stop());

        assertThat(read(file).names()).containsExactly("head.kept");
    }

    @Test
    void refusesModulesThatContainThemselves() {
        PickleWriter pickle = new PickleWriter();
        module(
                pickle,
                () -> pickle.text("a").get(1).operations("s").text("b").get(1).operations("s"));
        byte[] file = archive(pickle.stop());

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("nests modules more than 64 deep");
    }

    @Test
    void refusesModulesThatShareWithoutEnd() {
        PickleWriter pickle = new PickleWriter();
        for (int level = 0; level < 40; level++) {
            int below = level;
            pickle.global("m", "M").operations(")\u0081}");
            if (level > 0) {
                pickle.text("a")
                        .get(below - 1)
                        .operations("s")
                        .text("b")
                        .get(below - 1)
                        .operations("s");
            }
            pickle.operations("b").put(level);
        }
        byte[] file = archive(pickle.stop());

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("more than 1000000 entries");
    }

    @Test
    void refusesADictionaryWithoutTensors() {
        byte[] file = archive(new PickleWriter()
                .operations("}")
                .text("epoch")
                .number(3)
                .operations("s")
                .stop());

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("file holds no weights: expected tensors by name")
                .hasMessageEndingWith("a dictionary with 1 keys: epoch");
    }

    @Test
    void refusesAStorageOfAnotherKind() {
        PickleWriter pickle = new PickleWriter().operations("}").text("weight");
        pickle.tensor("QInt8Storage", "0", 7, 0, new long[] {7}, new long[] {1}).operations("s");
        byte[] file = archive(pickle.stop());

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("a storage of type torch.QInt8Storage");
    }

    @Test
    void refusesAnArchiveThatLacksAStorage() {
        byte[] file = new Archive()
                .with("data.pkl", stateDict(new long[] {7}, new long[] {1}, 7, 0))
                .stored();

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("file lacks archive/data/0");
    }

    @Test
    void refusesAnArchiveOfSomethingElse() {
        byte[] file = new Archive().with("readme.txt", new byte[3]).stored();

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("file is a zip archive without data.pkl");
    }

    @Test
    void refusesACompressedArchive() {
        byte[] file = new Archive()
                .with("data.pkl", stateDict(new long[] {7}, new long[] {1}, 7, 0))
                .deflated();

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("archive/data.pkl in file is compressed or encrypted");
    }

    @Test
    void refusesAPickleThatTorchDidNotWrite() {
        assertThatThrownBy(() -> read(new PickleWriter().operations("}").stop()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("file is a pickle, but none that torch.save wrote");
    }

    private static StateDict read(byte[] file) {
        return Checkpoint.read("file", file);
    }

    private static byte[] archive(byte[] pickle) {
        return new Archive()
                .with("data.pkl", pickle)
                .withStorage("0", 0, 1, 2, 3, 4, 5, 6)
                .stored();
    }

    private static byte[] stateDict(long[] shape, long[] strides, long elements, long offset) {
        return new PickleWriter()
                .operations("}")
                .text("weight")
                .tensor(FLOAT, "0", elements, offset, shape, strides)
                .operations("s")
                .stop();
    }

    /** A whole pickled module, number 1 of the memo, with what {@code submodules} writes into its modules. */
    private static void module(PickleWriter pickle, Runnable submodules) {
        pickle.global("some", "Network")
                .operations(")\u0081")
                .put(1)
                .operations("}")
                .text("_modules")
                .operations("}");
        submodules.run();
        pickle.operations("sb");
    }
}

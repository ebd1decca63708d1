package io.lrpspark.lrp.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.lrpspark.lrp.checkpoint.Pickled.Dictionary;
import io.lrpspark.lrp.checkpoint.Pickled.Instance;
import io.lrpspark.lrp.checkpoint.Pickled.Sequence;
import io.lrpspark.lrp.checkpoint.Pickled.Tuple;
import io.lrpspark.lrp.checkpoint.Pickled.Type;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpicklerTest {

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "builtins, eval",
        "__builtin__, getattr",
        "torch.storage, _load_from_bytes",
        "torch.hub, load",
        "collections, namedtuple"
    })
    void refusesByNameToCallWhatItDoesNotKnow(String module, String function) {
        byte[] pickle = new PickleWriter()
                .global(module, function)
                .operations("(")
                .text("x")
                .operations("tR")
                .stop();

        assertThatThrownBy(() -> load(pickle))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it asks to call " + module + "." + function);
    }

    @Test
    void refusesACallThatHidesInAnother() {
        byte[] pickle = new PickleWriter()
                .global("torch._tensor", "_rebuild_from_type_v2")
                .operations("(")
                .global("posix", "system")
                .operations("N(")
                .text("x")
                .operations("tNtR")
                .stop();

        assertThatThrownBy(() -> load(pickle))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("posix.system");
    }

    @Test
    void keepsAnObjectOfAnyClassAsData() {
        byte[] pickle = new PickleWriter()
                .global("some.module", "Network")
                .operations(")\u0081}")
                .text("depth")
                .number(3)
                .operations("sb")
                .stop();

        Instance network = (Instance) load(pickle);

        assertThat(network.type()).isEqualTo(new Type("some.module", "Network"));
        assertThat(network.attributes().get("depth")).isEqualTo(3L);
    }

    @Test
    void readsNumbersOfAllSizes() {
        byte[] pickle = new PickleWriter()
                .operations("(K\u00ffM\u0001\u0002J\u00fe\u00ff\u00ff\u00ff\u008a\u0000\u008a\u0002\u0000\u0080")
                .operations("\u008a\u0009\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001G?\u00f8")
                .raw(new byte[6])
                .operations("t")
                .stop();

        assertThat(((Tuple) load(pickle)).items())
                .containsExactly(255L, 513L, -2L, 0L, -32768L, BigInteger.ONE.shiftLeft(64), 1.5);
    }

    @Test
    void readsTheOrderedDictOfPython2() {
        byte[] pickle = new PickleWriter()
                .global("collections", "OrderedDict")
                .operations("](](U\u0001aK\u0001e](U\u0001bK\u0002ee\u0085R")
                .stop();

        Dictionary dictionary = (Dictionary) load(pickle);

        assertThat(dictionary.get("a")).isEqualTo(1L);
        assertThat(dictionary.get("b")).isEqualTo(2L);
    }

    @Test
    void takesNoMemoryForItemsThatAreUsedAgain() {
        int pairs = 20_000;
        PickleWriter pickle = new PickleWriter()
                .operations("](" + "](NNe".repeat(pairs) + "e")
                .put(1)
                .operations("0");
        for (int i = 0; i < pairs; i++) {
            pickle.global("collections", "OrderedDict").get(1).operations("\u0085R0");
        }
        byte[] bytes = pickle.operations("N").stop();

        assertThat(allocatedBy(() -> load(bytes))).isLessThan(100L << 20);
    }

    @Test
    void takesLittleMemoryForTheMostExpensiveOperations() {
        byte[] pickle = new PickleWriter().operations("}NNs".repeat(400_000)).stop();

        assertThat(allocatedBy(() -> load(pickle))).isLessThan(400L << 20);
    }

    private static long allocatedBy(Runnable task) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        task.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void readsWhatTheMemoRemembers() {
        byte[] pickle = new PickleWriter()
                .operations("]")
                .put(70_000)
                .operations("0(")
                .get(70_000)
                .get(70_000)
                .operations("t")
                .stop();

        List<Object> items = ((Tuple) load(pickle)).items();

        assertThat(items).hasSize(2);
        assertThat(items.get(0)).isInstanceOf(Sequence.class).isSameAs(items.get(1));
    }

    @Test
    void survivesAListInsideItselfAsAKey() {
        byte[] pickle = new PickleWriter()
                .operations("}]")
                .put(1)
                .get(1)
                .operations("aNs")
                .stop();

        assertThat(((Dictionary) load(pickle)).entries()).hasSize(1);
    }

    @Test
    void survivesDeepNesting() {
        byte[] pickle =
                new PickleWriter().operations("N" + "\u0085".repeat(500_000)).stop();

        assertThat(load(pickle)).isInstanceOf(Tuple.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X\u00ff\u00ff\u00ff\u00ffab",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007fab",
                "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffab",
                "\u008b\u00ff\u00ff\u00ff\u007f",
                "\u008b\u0000\u0000\u0000\u0080"
            })
    void refusesALengthThatTheFileDoesNotHave(String operations) {
        assertThatThrownBy(() -> load(new PickleWriter().operations(operations).stop()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it announces");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; it takes a value from an empty stack",
                "N\u0086; it takes 2 values from a stack of 1",
                "t; it goes back to a mark that it did not set",
                "h(; it refers to value 40, which it did not define",
                "NNR; it calls None, expected a class or a function",
                "NNa; it appends to None, expected a list",
                "NNNs; it puts entries into None, expected a dictionary",
                "}(Nu; it has a key without a value",
                "NQ; it has a persistent id that is no storage",
                "cposix; it has a name without an end",
                "NN\u0093; it has None for a name, expected text",
                "iposix; it has operation 0x69, which torch.save does not write",
                "N; it is cut off"
            })
    void saysWhatIsWrongWithADamagedPickle(String operations, String message) {
        ByteBuffer pickle =
                ByteBuffer.wrap(new PickleWriter().operations(operations).stop());
        pickle.limit(pickle.limit() - 1);

        assertThatThrownBy(() -> Unpickler.load("file", pickle))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("file cannot be read: at byte ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesMoreOperationsThanAnyNetworkNeeds() {
        byte[] pickle = new PickleWriter()
                .operations("N0".repeat(1_000_001))
                .operations("N")
                .stop();

        assertThatThrownBy(() -> load(pickle))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("more than 2000000 operations");
    }

    private static Object load(byte[] pickle) {
        return Unpickler.load("file", ByteBuffer.wrap(pickle)).value();
    }
}

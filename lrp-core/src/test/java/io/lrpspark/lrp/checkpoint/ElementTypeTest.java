package io.lrpspark.lrp.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementTypeTest {

    @ParameterizedTest
    @CsvSource({
        "FLOAT16, 3c00, 1",
        "FLOAT16, c000, -2",
        "FLOAT16, 3555, 0.333251953125",
        "FLOAT16, 7bff, 65504",
        "FLOAT16, 0400, 6.103515625e-5",
        "FLOAT16, 03ff, 6.097555160522461e-5",
        "FLOAT16, 0001, 5.9604644775390625e-8",
        "FLOAT16, 8000, -0.0",
        "FLOAT16, 7c00, Infinity",
        "FLOAT16, fc00, -Infinity",
        "FLOAT16, 7e00, NaN",
        "BFLOAT16, 3f80, 1",
        "BFLOAT16, c2f7, -123.5",
        "BFLOAT16, 7f80, Infinity",
        "INT16, fffe, -2",
        "INT8, ff, -1",
        "UINT8, ff, 255",
        "BOOL, 01, 1",
        "INT32, 80000000, -2147483648",
        "INT64, ffffffffffffffff, -1",
        "FLOAT32, 3dcccccd, 0.10000000149011612",
        "FLOAT64, 3fb999999999999a, 0.1"
    })
    void readsTheBitsOfItsType(ElementType type, String bits, double expected) {
        ByteBuffer data = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.BIG_ENDIAN);
        data.putLong(0, Long.parseUnsignedLong(bits, 16) << (Long.SIZE - Byte.SIZE * type.bytes()));

        assertThat(type.read(data, 0)).isEqualTo(Double.valueOf(expected));
    }
}

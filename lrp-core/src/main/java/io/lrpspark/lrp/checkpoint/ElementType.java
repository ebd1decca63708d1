package io.lrpspark.lrp.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The types of elements that weights have in files, by the names that safetensors and torch give them. */
enum ElementType {
    FLOAT64(8, "F64", "DoubleStorage"),
    FLOAT32(4, "F32", "FloatStorage"),
    FLOAT16(2, "F16", "HalfStorage"),
    BFLOAT16(2, "BF16", "BFloat16Storage"),
    INT64(8, "I64", "LongStorage"),
    INT32(4, "I32", "IntStorage"),
    INT16(2, "I16", "ShortStorage"),
    INT8(1, "I8", "CharStorage"),
    UINT8(1, "U8", "ByteStorage"),
    BOOL(1, "BOOL", "BoolStorage");

    private final int bytes;
    private final String safetensorsName;
    private final String torchStorage;

    ElementType(int bytes, String safetensorsName, String torchStorage) {
        this.bytes = bytes;
        this.safetensorsName = safetensorsName;
        this.torchStorage = torchStorage;
    }

    static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values())
                .filter(type -> type.safetensorsName.equals(name))
                .findFirst();
    }

    static Optional<ElementType> ofTorchStorage(String name) {
        return Arrays.stream(values())
                .filter(type -> type.torchStorage.equals(name))
                .findFirst();
    }

    /** The size of one element. */
    int bytes() {
        return bytes;
    }

    /** The element that begins at a byte of the buffer, in the buffer's byte order. */
    double read(ByteBuffer data, int offset) {
        return switch (this) {
            case FLOAT64 -> data.getDouble(offset);
            case FLOAT32 -> data.getFloat(offset);
            case FLOAT16 -> half(data.getShort(offset));
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort(offset) << 16);
            case INT64 -> data.getLong(offset);
            case INT32 -> data.getInt(offset);
            case INT16 -> data.getShort(offset);
            case INT8 -> data.get(offset);
            case UINT8, BOOL -> Byte.toUnsignedInt(data.get(offset));
        };
    }

    /** IEEE 754 binary16 (Java has this conversion from version 20 on). */
    private static double half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude =
                switch (exponent) {
                    case 0 -> fraction * 0x1p-24;
                    case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                    default -> Math.scalb(1024.0 + fraction, exponent - 25);
                };
        return bits < 0 ? -magnitude : magnitude;
    }
}

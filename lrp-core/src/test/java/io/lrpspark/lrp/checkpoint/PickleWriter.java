package io.lrpspark.lrp.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles operation by operation, also those that Python would not write. */
final class PickleWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PickleWriter() {
        bytes.write(0x80);
        bytes.write(2);
    }

    /** Operations without arguments, as their characters: {@code "(N.}"}. */
    PickleWriter operations(String operations) {
        bytes.writeBytes(operations.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    PickleWriter global(String module, String name) {
        return operations("c" + module + "\n" + name + "\n");
    }

    PickleWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return operations("X").raw(intBytes(utf8.length)).raw(utf8);
    }

    PickleWriter number(long number) {
        return operations("\u008a\u0008")
                .raw(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .array());
    }

    PickleWriter tuple(long... numbers) {
        operations("(");
        for (long number : numbers) {
            number(number);
        }
        return operations("t");
    }

    PickleWriter put(int index) {
        return operations("r").raw(intBytes(index));
    }

    PickleWriter get(int index) {
        return operations("j").raw(intBytes(index));
    }

    /** A call of {@code torch._utils._rebuild_tensor_v2} on a storage of the file. */
    PickleWriter tensor(String storage, String key, long elements, long offset, long[] shape, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2")
                .operations("((")
                .text("storage")
                .global("torch", storage);
        text(key)
                .text("cpu")
                .number(elements)
                .operations("tQ")
                .number(offset)
                .tuple(shape)
                .tuple(strides);
        return operations("\u0089)tR");
    }

    PickleWriter raw(byte... more) {
        bytes.writeBytes(more);
        return this;
    }

    byte[] stop() {
        bytes.write('.');
        return bytes.toByteArray();
    }

    private static byte[] intBytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}

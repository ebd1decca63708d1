package io.lrpspark.lrp.image;

import java.nio.charset.StandardCharsets;

/** Unsigned numbers and names out of an encoded image; the caller has checked that they lie inside. */
final class Bytes {
    private Bytes() {}

    static int unsigned8(byte[] bytes, int offset) {
        return bytes[offset] & 0xff;
    }

    static int bigEndian16(byte[] bytes, int offset) {
        return unsigned8(bytes, offset) << 8 | unsigned8(bytes, offset + 1);
    }

    static long bigEndian32(byte[] bytes, int offset) {
        return (long) bigEndian16(bytes, offset) << 16 | bigEndian16(bytes, offset + 2);
    }

    static int littleEndian16(byte[] bytes, int offset) {
        return unsigned8(bytes, offset + 1) << 8 | unsigned8(bytes, offset);
    }

    static int littleEndian24(byte[] bytes, int offset) {
        return unsigned8(bytes, offset + 2) << 16 | littleEndian16(bytes, offset);
    }

    static long littleEndian32(byte[] bytes, int offset) {
        return (long) littleEndian16(bytes, offset + 2) << 16 | littleEndian16(bytes, offset);
    }

    /** Four bytes as a name, Latin-1. */
    static String name(byte[] bytes, int offset) {
        return new String(bytes, offset, 4, StandardCharsets.ISO_8859_1);
    }

    static boolean matches(byte[] bytes, int offset, String expected) {
        if (bytes.length - offset < expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (unsigned8(bytes, offset + i) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

package io.lrpspark.lrp.checkpoint;

import java.util.Optional;

/**
 * The operations of Python's pickle machine that {@code torch.save} writes, in Python 2 and 3 (protocols 2 to 5), by
 * the names of Python's {@code pickletools}. The operations of protocols 0 and 1 that write text are left out.
 */
enum Opcode {
    ADDITEMS(0x90),
    APPEND('a'),
    APPENDS('e'),
    BINBYTES('B'),
    BINBYTES8(0x8e),
    BINFLOAT('G'),
    BINGET('h'),
    BININT('J'),
    BININT1('K'),
    BININT2('M'),
    BINPERSID('Q'),
    BINPUT('q'),
    BINSTRING('T'),
    BINUNICODE('X'),
    BINUNICODE8(0x8d),
    BUILD('b'),
    BYTEARRAY8(0x96),
    DICT('d'),
    DUP('2'),
    EMPTY_DICT('}'),
    EMPTY_LIST(']'),
    EMPTY_SET(0x8f),
    EMPTY_TUPLE(')'),
    FRAME(0x95),
    FROZENSET(0x91),
    GLOBAL('c'),
    LIST('l'),
    LONG1(0x8a),
    LONG4(0x8b),
    LONG_BINGET('j'),
    LONG_BINPUT('r'),
    MARK('('),
    MEMOIZE(0x94),
    NEWFALSE(0x89),
    NEWOBJ(0x81),
    NEWOBJ_EX(0x92),
    NEWTRUE(0x88),
    NONE('N'),
    POP('0'),
    POP_MARK('1'),
    PROTO(0x80),
    REDUCE('R'),
    SETITEM('s'),
    SETITEMS('u'),
    SHORT_BINBYTES('C'),
    SHORT_BINSTRING('U'),
    SHORT_BINUNICODE(0x8c),
    STACK_GLOBAL(0x93),
    STOP('.'),
    TUPLE('t'),
    TUPLE1(0x85),
    TUPLE2(0x86),
    TUPLE3(0x87);

    private static final Opcode[] BY_CODE = new Opcode[256];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    static Optional<Opcode> of(int code) {
        return Optional.ofNullable(BY_CODE[code]);
    }
}

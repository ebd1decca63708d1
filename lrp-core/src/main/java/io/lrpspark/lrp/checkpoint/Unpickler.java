package io.lrpspark.lrp.checkpoint;

import io.lrpspark.lrp.checkpoint.Pickled.Dictionary;
import io.lrpspark.lrp.checkpoint.Pickled.Instance;
import io.lrpspark.lrp.checkpoint.Pickled.Sequence;
import io.lrpspark.lrp.checkpoint.Pickled.Storage;
import io.lrpspark.lrp.checkpoint.Pickled.StorageView;
import io.lrpspark.lrp.checkpoint.Pickled.Tuple;
import io.lrpspark.lrp.checkpoint.Pickled.Type;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Python's pickle machine, restricted so that a file can do nothing: classes and functions are names, objects are inert
 * data, and the few calls that weights need are answered by {@link Reconstructors}. Every length is checked against
 * what is left of the file before memory is taken, nothing recurses, and the number of operations is bounded, so that
 * memory and time are, too.
 */
final class Unpickler {

    /** A DenseNet-201 with its optimizer takes less than a tenth of this. */
    private static final int MOST_OPERATIONS = 2_000_000;

    private final String name;
    private final ByteBuffer input;
    private final Deque<List<Object>> marked = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private List<Object> stack = new ArrayList<>();

    private Unpickler(String name, ByteBuffer input) {
        this.name = name;
        this.input = input;
    }

    /**
     * Reads one pickle.
     *
     * @param name what error messages call the file
     * @param input the bytes, from the buffer's position on; afterwards the position is behind the pickle
     * @return the value, as {@link Pickled} describes it, and the storages that it refers to
     * @throws CheckpointException if the pickle is damaged, or asks for something that is not understood
     */
    static Result load(String name, ByteBuffer input) {
        ByteOrder order = input.order();
        try {
            return new Unpickler(name, input.order(ByteOrder.LITTLE_ENDIAN)).run();
        } finally {
            input.order(order);
        }
    }

    private Result run() {
        int begin = input.position();
        try {
            for (int operation = 0; operation < MOST_OPERATIONS; operation++) {
                int code = readUnsignedByte();
                Opcode opcode = Opcode.of(code)
                        .orElseThrow(() -> new UnpicklingException("it has operation 0x" + Integer.toHexString(code)
                                + ", which torch.save does not write"));
                if (opcode == Opcode.STOP) {
                    return new Result(pop(), storages);
                }
                step(opcode);
            }
            throw new UnpicklingException(
                    "it has more than " + MOST_OPERATIONS + " operations, which is more than any network needs");
        } catch (UnpicklingException | BufferUnderflowException e) {
            String reason = e instanceof BufferUnderflowException ? "it is cut off" : e.getMessage();
            throw new CheckpointException(
                    name + " cannot be read: at byte " + (input.position() - begin) + " of its pickle " + reason, e);
        }
    }

    private void step(Opcode opcode) throws UnpicklingException {
        switch (opcode) {
            case PROTO -> readUnsignedByte();
            case FRAME -> input.getLong();
            case MARK -> {
                marked.push(stack);
                stack = new ArrayList<>();
            }
            case POP -> pop();
            case POP_MARK -> popMark();
            case DUP -> push(top());
            case NONE -> push(null);
            case NEWTRUE -> push(true);
            case NEWFALSE -> push(false);
            case BININT -> push((long) input.getInt());
            case BININT1 -> push((long) readUnsignedByte());
            case BININT2 -> push((long) Short.toUnsignedInt(input.getShort()));
            case LONG1 -> push(readInteger(readUnsignedByte()));
            case LONG4 -> push(readInteger(input.getInt()));
            case BINFLOAT -> push(Double.longBitsToDouble(Long.reverseBytes(input.getLong())));
            case SHORT_BINSTRING, SHORT_BINUNICODE -> push(readText(readUnsignedByte()));
            case BINSTRING, BINUNICODE -> push(readText(Integer.toUnsignedLong(input.getInt())));
            case BINUNICODE8 -> push(readText(input.getLong()));
            case SHORT_BINBYTES -> push(readBytes(readUnsignedByte()));
            case BINBYTES -> push(readBytes(Integer.toUnsignedLong(input.getInt())));
            case BINBYTES8, BYTEARRAY8 -> push(readBytes(input.getLong()));
            case EMPTY_TUPLE -> push(new Tuple(List.of()));
            case TUPLE1 -> push(new Tuple(popSeveral(1)));
            case TUPLE2 -> push(new Tuple(popSeveral(2)));
            case TUPLE3 -> push(new Tuple(popSeveral(3)));
            case TUPLE -> push(new Tuple(popMark()));
            case EMPTY_LIST, EMPTY_SET -> push(new Sequence());
            case LIST, FROZENSET -> push(new Sequence(popMark()));
            case APPEND -> append(popSeveral(1));
            case APPENDS, ADDITEMS -> append(popMark());
            case EMPTY_DICT -> push(new Dictionary());
            case DICT -> {
                List<Object> items = popMark();
                push(new Dictionary());
                putAll(items);
            }
            case SETITEM -> putAll(popSeveral(2));
            case SETITEMS -> putAll(popMark());
            case BINPUT -> memo.put((long) readUnsignedByte(), top());
            case LONG_BINPUT -> memo.put(Integer.toUnsignedLong(input.getInt()), top());
            case MEMOIZE -> memo.put((long) memo.size(), top());
            case BINGET -> remember(readUnsignedByte());
            case LONG_BINGET -> remember(Integer.toUnsignedLong(input.getInt()));
            case GLOBAL -> push(new Type(readLine(), readLine()));
            case STACK_GLOBAL -> {
                List<Object> names = popSeveral(2);
                push(new Type(text(names.get(0)), text(names.get(1))));
            }
            case REDUCE -> {
                List<Object> call = popSeveral(2);
                push(Reconstructors.call(type(call.get(0)), tuple(call.get(1))));
            }
            case NEWOBJ -> push(Reconstructors.create(type(popSeveral(2).get(0))));
            case NEWOBJ_EX -> push(Reconstructors.create(type(popSeveral(3).get(0))));
            case BUILD -> {
                Object state = pop();
                if (top() instanceof Instance instance) {
                    instance.build(state);
                }
            }
            case BINPERSID -> push(noted(Reconstructors.persistent(pop())));
            case STOP -> throw new IllegalStateException("the loop above ends here");
        }
    }

    private Object noted(Object value) throws UnpicklingException {
        Storage storage =
                value instanceof StorageView view ? view.storage() : value instanceof Storage whole ? whole : null;
        if (storage != null) {
            Storage other = storages.putIfAbsent(storage.key(), storage);
            if (other != null && !other.equals(storage)) {
                throw new UnpicklingException("it has two different storages of the name " + storage.key());
            }
        }
        return value;
    }

    /** Items of an object whose class is not executed are dropped: no weight hides there. */
    private void append(List<Object> items) throws UnpicklingException {
        if (top() instanceof Sequence sequence) {
            sequence.items().addAll(items);
        } else if (!(top() instanceof Instance)) {
            throw new UnpicklingException("it appends to " + Pickled.describe(top()) + ", expected a list");
        }
    }

    private void putAll(List<Object> items) throws UnpicklingException {
        if (items.size() % 2 != 0) {
            throw new UnpicklingException("it has a key without a value");
        }
        if (top() instanceof Dictionary dictionary) {
            for (int i = 0; i < items.size(); i += 2) {
                dictionary.put(items.get(i), items.get(i + 1));
            }
        } else if (!(top() instanceof Instance)) {
            throw new UnpicklingException(
                    "it puts entries into " + Pickled.describe(top()) + ", expected a dictionary");
        }
    }

    private void remember(long index) throws UnpicklingException {
        if (!memo.containsKey(index)) {
            throw new UnpicklingException("it refers to value " + index + ", which it did not define");
        }
        push(memo.get(index));
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object top() throws UnpicklingException {
        if (stack.isEmpty()) {
            throw new UnpicklingException("it takes a value from an empty stack");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() throws UnpicklingException {
        Object top = top();
        stack.remove(stack.size() - 1);
        return top;
    }

    private List<Object> popSeveral(int count) throws UnpicklingException {
        if (stack.size() < count) {
            throw new UnpicklingException("it takes " + count + " values from a stack of " + stack.size());
        }
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private List<Object> popMark() throws UnpicklingException {
        if (marked.isEmpty()) {
            throw new UnpicklingException("it goes back to a mark that it did not set");
        }
        List<Object> items = stack;
        stack = marked.pop();
        return items;
    }

    private int readUnsignedByte() {
        return Byte.toUnsignedInt(input.get());
    }

    private byte[] readBytes(long length) throws UnpicklingException {
        if (length < 0 || length > input.remaining()) {
            throw new UnpicklingException("it announces " + Long.toUnsignedString(length) + " bytes, but only "
                    + input.remaining() + " are left");
        }
        byte[] bytes = new byte[(int) length];
        input.get(bytes);
        return bytes;
    }

    private String readText(long length) throws UnpicklingException {
        return new String(readBytes(length), StandardCharsets.UTF_8);
    }

    private String readLine() throws UnpicklingException {
        for (int i = input.position(); i < input.limit(); i++) {
            if (input.get(i) == '\n') {
                String line = readText(i - input.position());
                input.get();
                return line;
            }
        }
        throw new UnpicklingException("it has a name without an end");
    }

    private Object readInteger(int length) throws UnpicklingException {
        byte[] littleEndian = readBytes(length);
        if (length == 0) {
            return 0L;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = littleEndian[length - 1 - i];
        }
        BigInteger number = new BigInteger(bytes);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private static String text(Object value) throws UnpicklingException {
        if (value instanceof String text) {
            return text;
        }
        throw new UnpicklingException("it has " + Pickled.describe(value) + " for a name, expected text");
    }

    private static Type type(Object value) throws UnpicklingException {
        if (value instanceof Type type) {
            return type;
        }
        throw new UnpicklingException("it calls " + Pickled.describe(value) + ", expected a class or a function");
    }

    private static List<Object> tuple(Object value) throws UnpicklingException {
        if (value instanceof Tuple tuple) {
            return tuple.items();
        }
        throw new UnpicklingException("it has " + Pickled.describe(value) + " for arguments, expected a tuple");
    }

    /**
     * A pickle that was read.
     *
     * @param value what it holds
     * @param storages all storages that it refers to, by their keys
     */
    record Result(Object value, Map<String, Storage> storages) {}
}

package io.lrpspark.lrp.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a pickle holds, as inert data. Besides these there are {@code String}, {@code Long}, {@code BigInteger},
 * {@code Double}, {@code Boolean}, {@code byte[]}, and null for None.
 */
sealed interface Pickled {

    /** What error messages call a value. */
    static String describe(Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Tensor tensor) {
            return "a tensor of shape " + tensor.shape();
        }
        if (value instanceof Type type) {
            return type.qualifiedName();
        }
        if (value instanceof Instance instance) {
            return "an object of " + instance.type().qualifiedName();
        }
        return "a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** A class or function by name: nothing of that name is ever looked up. */
    record Type(String module, String name) implements Pickled {

        String qualifiedName() {
            return module + "." + name;
        }
    }

    /** An object whose class is not executed; all that is known of it is the state it was given. */
    final class Instance implements Pickled {

        private final Type type;
        private Object state;

        Instance(Type type) {
            this.type = type;
        }

        Type type() {
            return type;
        }

        /** What the file gives as the object's attributes; empty if that is no dictionary. */
        Dictionary attributes() {
            if (state instanceof Tuple tuple
                    && !tuple.items().isEmpty()
                    && tuple.items().get(0) instanceof Dictionary slots) {
                return slots;
            }
            return state instanceof Dictionary dictionary ? dictionary : new Dictionary();
        }

        void build(Object newState) {
            state = newState;
        }
    }

    /** A tuple. */
    record Tuple(List<Object> items) implements Pickled {}

    /** A list or a set. */
    record Sequence(List<Object> items) implements Pickled {

        Sequence() {
            this(new ArrayList<>());
        }
    }

    /**
     * A dictionary in the order of insertion. Keys that are no scalars are kept apart by identity: hashing what a file
     * nests could run forever.
     */
    record Dictionary(Map<Object, Object> entries) implements Pickled {

        Dictionary() {
            this(new LinkedHashMap<>());
        }

        void put(Object key, Object value) {
            boolean scalar =
                    key instanceof String || key instanceof Long || key instanceof Double || key instanceof Boolean;
            entries.put(scalar ? key : new Object(), value);
        }

        Object get(String key) {
            return entries.get(key);
        }
    }

    /**
     * A piece of memory that tensors look into; its bytes are elsewhere in the file.
     *
     * @param type the type of the elements
     * @param key the name under which the file has the bytes
     * @param elements how many elements the file has under that name
     */
    record Storage(ElementType type, String key, long elements) implements Pickled {}

    /** A part of a storage, as old files have them. */
    record StorageView(Storage storage, long offset) implements Pickled {}

    /**
     * A view on a storage.
     *
     * @param storage the elements
     * @param offset the index of the first element
     * @param shape the size of every dimension
     * @param strides how many elements further the next one of every dimension is
     */
    record Tensor(Storage storage, long offset, List<Integer> shape, List<Long> strides) implements Pickled {

        public Tensor {
            Objects.requireNonNull(storage, "storage");
            shape = List.copyOf(shape);
            strides = List.copyOf(strides);
        }
    }
}

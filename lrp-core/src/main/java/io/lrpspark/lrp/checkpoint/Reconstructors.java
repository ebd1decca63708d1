package io.lrpspark.lrp.checkpoint;

import io.lrpspark.lrp.checkpoint.Pickled.Dictionary;
import io.lrpspark.lrp.checkpoint.Pickled.Instance;
import io.lrpspark.lrp.checkpoint.Pickled.Sequence;
import io.lrpspark.lrp.checkpoint.Pickled.Storage;
import io.lrpspark.lrp.checkpoint.Pickled.StorageView;
import io.lrpspark.lrp.checkpoint.Pickled.Tensor;
import io.lrpspark.lrp.checkpoint.Pickled.Tuple;
import io.lrpspark.lrp.checkpoint.Pickled.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The closed list of what a pickle may call, each entry replaced by code of this class that makes plain data. A call of
 * anything else is refused by name.
 */
final class Reconstructors {

    /** Calls that torch and Python write for values that no weight depends on: their results stay inert. */
    private static final Set<String> INERT = Set.of(
            "_codecs.encode",
            "argparse.Namespace",
            "copy_reg._reconstructor",
            "copyreg._reconstructor",
            "datetime.date",
            "datetime.datetime",
            "datetime.timedelta",
            "functools.partial",
            "numpy._core.multiarray._reconstruct",
            "numpy._core.multiarray.scalar",
            "numpy.core.multiarray._reconstruct",
            "numpy.core.multiarray.scalar",
            "numpy.dtype",
            "pathlib.PosixPath",
            "pathlib.WindowsPath",
            "torch.device",
            "torch.serialization._get_layout");

    private static final Map<String, Reconstructor> KNOWN = Map.ofEntries(
            Map.entry("torch._utils._rebuild_tensor", Reconstructors::tensor),
            Map.entry("torch._utils._rebuild_tensor_v2", Reconstructors::tensor),
            Map.entry("torch._utils._rebuild_parameter", Reconstructors::first),
            Map.entry("torch._utils._rebuild_parameter_with_state", Reconstructors::first),
            Map.entry("torch._tensor._rebuild_from_type_v2", Reconstructors::fromType),
            Map.entry("torch.Size", Reconstructors::sequenceAsTuple),
            Map.entry("torch.jit._pickle.build_boollist", Reconstructors::first),
            Map.entry("torch.jit._pickle.build_doublelist", Reconstructors::first),
            Map.entry("torch.jit._pickle.build_intlist", Reconstructors::first),
            Map.entry("torch.jit._pickle.build_tensorlist", Reconstructors::first),
            Map.entry("torch.jit._pickle.restore_type_tag", Reconstructors::first),
            Map.entry("collections.OrderedDict", Reconstructors::dictionary),
            Map.entry("collections.Counter", Reconstructors::dictionary),
            Map.entry("collections.defaultdict", arguments -> new Dictionary()),
            Map.entry("__builtin__.set", Reconstructors::sequence),
            Map.entry("builtins.set", Reconstructors::sequence),
            Map.entry("__builtin__.frozenset", Reconstructors::sequence),
            Map.entry("builtins.frozenset", Reconstructors::sequence));

    private static final int MOST_DIMENSIONS = 64;

    private Reconstructors() {}

    /**
     * What a call gives.
     *
     * @throws UnpicklingException if the call is not on the list or has other arguments than torch writes
     */
    static Object call(Type function, List<Object> arguments) throws UnpicklingException {
        Reconstructor reconstructor = KNOWN.get(function.qualifiedName());
        if (reconstructor != null) {
            return reconstructor.call(arguments);
        }
        if (INERT.contains(function.qualifiedName())) {
            return new Instance(function);
        }
        throw new UnpicklingException("it asks to call " + function.qualifiedName()
                + ", but nothing in a file is executed here, and only what torch.save writes for weights is understood:"
                + " save the weights alone with torch.save(model.state_dict(), …)");
    }

    /** A new object of a class, without calling the class. */
    static Object create(Type type) {
        return type.qualifiedName().equals("collections.OrderedDict") ? new Dictionary() : new Instance(type);
    }

    /**
     * What a persistent id stands for: {@code ('storage', class, key, location, elements[, view])}, or in old files
     * {@code ('module', class, file, source)}.
     */
    static Object persistent(Object id) throws UnpicklingException {
        if (id instanceof Tuple tuple
                && tuple.items().size() >= 2
                && tuple.items().get(1) instanceof Type type) {
            List<Object> items = tuple.items();
            if ("module".equals(items.get(0))) {
                return type;
            }
            if ("storage".equals(items.get(0))
                    && items.size() >= 5
                    && items.get(2) instanceof String key
                    && items.get(4) instanceof Long elements) {
                Storage storage = new Storage(elementType(type), key, elements);
                return items.size() > 5 && items.get(5) != null ? view(storage, items.get(5)) : storage;
            }
        }
        throw new UnpicklingException("it has a persistent id that is no storage, expected ('storage', class, key, …)");
    }

    private static ElementType elementType(Type type) throws UnpicklingException {
        boolean torch = type.module().equals("torch") || type.module().equals("torch.cuda");
        return (torch ? ElementType.ofTorchStorage(type.name()) : Optional.<ElementType>empty())
                .orElseThrow(() -> new UnpicklingException("it has a storage of type " + type.qualifiedName()
                        + ", expected one of torch's, such as torch.FloatStorage"));
    }

    private static StorageView view(Storage storage, Object metadata) throws UnpicklingException {
        if (metadata instanceof Tuple tuple
                && tuple.items().size() == 3
                && tuple.items().get(1) instanceof Long offset) {
            return new StorageView(storage, offset);
        }
        throw new UnpicklingException("it has a view on a storage without an offset, expected (key, offset, elements)");
    }

    /** {@code (storage, offset, size, stride, …)}. */
    private static Tensor tensor(List<Object> arguments) throws UnpicklingException {
        if (arguments.size() < 4
                || !(arguments.get(1) instanceof Long offset)
                || !(arguments.get(2) instanceof Tuple size)
                || !(arguments.get(3) instanceof Tuple stride)) {
            throw new UnpicklingException("it has a tensor that is not (storage, offset, size, stride)");
        }
        if (size.items().size() > MOST_DIMENSIONS
                || size.items().size() != stride.items().size()) {
            throw new UnpicklingException("it has a tensor of " + size.items().size() + " dimensions with "
                    + stride.items().size() + " strides, expected as many of one as of the other, at most "
                    + MOST_DIMENSIONS);
        }
        List<Integer> shape = new ArrayList<>();
        for (long length : longs(size)) {
            if (length < 0 || length > Integer.MAX_VALUE) {
                throw new UnpicklingException(
                        "it has a tensor with a size of " + length + ", expected 0 to " + Integer.MAX_VALUE);
            }
            shape.add((int) length);
        }
        if (arguments.get(0) instanceof Storage storage) {
            return new Tensor(storage, offset, shape, longs(stride));
        }
        if (arguments.get(0) instanceof StorageView view) {
            return new Tensor(view.storage(), saturatedSum(view.offset(), offset), shape, longs(stride));
        }
        throw new UnpicklingException("it has a tensor without a storage: " + Pickled.describe(arguments.get(0)));
    }

    /** Offsets that overflow are beyond any storage, which is what the reader of the storage then says. */
    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? Long.MAX_VALUE : sum;
    }

    private static List<Long> longs(Tuple tuple) throws UnpicklingException {
        List<Long> longs = new ArrayList<>();
        for (Object item : tuple.items()) {
            if (!(item instanceof Long number)) {
                throw new UnpicklingException(
                        "it has " + Pickled.describe(item) + " in the size of a tensor, expected whole numbers");
            }
            longs.add(number);
        }
        return longs;
    }

    /** {@code (function, type, arguments, state)}: a parameter or a tensor with attributes. */
    private static Object fromType(List<Object> arguments) throws UnpicklingException {
        if (arguments.size() < 3
                || !(arguments.get(0) instanceof Type function)
                || !(arguments.get(2) instanceof Tuple nested)
                || function.name().equals("_rebuild_from_type_v2")) {
            throw new UnpicklingException("it has a tensor of a type that is not (function, type, arguments, state)");
        }
        return call(function, nested.items());
    }

    private static Object first(List<Object> arguments) throws UnpicklingException {
        if (arguments.isEmpty()) {
            throw new UnpicklingException("it has a call without the value that it is about");
        }
        return arguments.get(0);
    }

    /**
     * Python 2 gives the items of an OrderedDict as a list of pairs. The list is used up: no file of Python's needs it
     * again, and one that calls with the same list over and over would get memory that it did not pay for.
     */
    private static Dictionary dictionary(List<Object> arguments) {
        Dictionary dictionary = new Dictionary();
        if (!arguments.isEmpty() && arguments.get(0) instanceof Sequence pairs) {
            for (Object pair : pairs.items()) {
                List<Object> items = pair instanceof Sequence list
                        ? list.items()
                        : pair instanceof Tuple tuple ? tuple.items() : List.of();
                if (items.size() == 2) {
                    dictionary.put(items.get(0), items.get(1));
                }
            }
            pairs.items().clear();
        }
        return dictionary;
    }

    private static Sequence sequence(List<Object> arguments) {
        return !arguments.isEmpty() && arguments.get(0) instanceof Sequence items ? items : new Sequence();
    }

    private static Tuple sequenceAsTuple(List<Object> arguments) throws UnpicklingException {
        Object items = first(arguments);
        return items instanceof Tuple tuple
                ? tuple
                : new Tuple(sequence(arguments).items());
    }

    /** A call replaced by code of ours. */
    private interface Reconstructor {

        Object call(List<Object> arguments) throws UnpicklingException;
    }
}

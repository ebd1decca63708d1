package io.lrpspark.lrp.checkpoint;

import io.lrpspark.lrp.checkpoint.Pickled.Storage;
import io.lrpspark.lrp.checkpoint.Pickled.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Turns views on storages into weights. Views are cheap to write down and weights are not, so a file can ask for no
 * more elements, all weights together, than it has bytes; the same view twice is one weight.
 */
final class TensorReader {

    private final String name;
    private final Function<Storage, ByteBuffer> storages;
    private final Map<Tensor, Weight> read = new HashMap<>();
    private long elementsLeft;

    /**
     * @param name what error messages call the file
     * @param fileBytes the length of the file
     * @param storages the bytes of a storage, in the byte order of the file
     */
    TensorReader(String name, int fileBytes, Function<Storage, ByteBuffer> storages) {
        this.name = name;
        this.elementsLeft = fileBytes;
        this.storages = storages;
    }

    StateDict read(Map<String, Tensor> tensors) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        tensors.forEach((key, tensor) -> {
            Weight weight = read.get(tensor);
            if (weight == null) {
                weight = read(key, tensor);
                read.put(tensor, weight);
            }
            weights.put(key, weight);
        });
        return StateDict.of(name, weights);
    }

    private Weight read(String key, Tensor tensor) {
        Storage storage = tensor.storage();
        ByteBuffer data = storages.apply(storage);
        if (storage.elements() < 0
                || storage.elements() > data.limit() / storage.type().bytes()) {
            throw new CheckpointException(key + " of " + name + " lies in a storage of " + storage.elements()
                    + " elements of type " + storage.type() + ", but the file has " + data.limit() + " bytes for it");
        }
        checkInside(key, tensor);
        int elements = Weight.elements(tensor.shape());
        elementsLeft -= elements;
        if (elementsLeft < 0) {
            throw new CheckpointException(key + " of " + name
                    + " is refused: the views on shared storage ask for more elements than the file has bytes");
        }
        double[] values = new double[elements];
        fill(values, tensor, data);
        return new Weight(tensor.shape(), values);
    }

    /** The elements of the view, if there are any, have to lie in the storage, which has to have at least as many. */
    private void checkInside(String key, Tensor tensor) {
        List<Integer> shape = tensor.shape();
        if (shape.contains(0)) {
            return;
        }
        long available = tensor.storage().elements();
        long last = tensor.offset();
        long elements = 1;
        boolean inside = last >= 0 && last <= available;
        for (int d = 0; d < shape.size() && inside; d++) {
            int size = shape.get(d);
            long stride = tensor.strides().get(d);
            elements *= size;
            if (size > 1) {
                inside = stride >= 0 && stride <= (available - last) / (size - 1);
                last += inside ? stride * (size - 1) : 0;
            }
            inside &= elements <= available;
        }
        if (!inside || last >= available) {
            throw new CheckpointException(key + " of " + name + " has shape " + shape + ", strides " + tensor.strides()
                    + " and offset " + tensor.offset() + ", which does not fit its storage of " + available
                    + " elements");
        }
    }

    private static void fill(double[] values, Tensor tensor, ByteBuffer data) {
        ElementType type = tensor.storage().type();
        int bytes = type.bytes();
        int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
        long[] strides = tensor.strides().stream().mapToLong(Long::longValue).toArray();
        int[] index = new int[shape.length];
        long position = tensor.offset();
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(data, (int) (position * bytes));
            int d = shape.length - 1;
            while (d >= 0 && ++index[d] == shape[d]) {
                position -= strides[d] * (shape[d] - 1);
                index[d] = 0;
                d--;
            }
            position += d >= 0 ? strides[d] : 0;
        }
    }
}

package io.lrpspark.lrp.checkpoint;

import io.lrpspark.lrp.checkpoint.Pickled.Dictionary;
import io.lrpspark.lrp.checkpoint.Pickled.Sequence;
import io.lrpspark.lrp.checkpoint.Pickled.Storage;
import io.lrpspark.lrp.checkpoint.Pickled.Tensor;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what {@code torch.save} wrote before version 1.6: five pickles (a magic number, the version of the protocol,
 * facts about the machine, the value, the keys of the storages) and then, in the order of the keys, the number of
 * elements and the bytes of every storage.
 */
final class TorchLegacyReader {

    private static final int FIRST_BYTE = 0x80;
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private final String name;
    private final ByteBuffer content;

    private TorchLegacyReader(String name, byte[] content) {
        this.name = name;
        this.content = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether the content begins as a pickle does. */
    static boolean recognises(byte[] content) {
        return Byte.toUnsignedInt(content[0]) == FIRST_BYTE;
    }

    static StateDict read(String name, byte[] content) {
        return new TorchLegacyReader(name, content).read();
    }

    private StateDict read() {
        if (!MAGIC.equals(next())) {
            throw new CheckpointException(name + " is a pickle, but none that torch.save wrote: save the weights with"
                    + " torch.save(model.state_dict(), …)");
        }
        if (!(next() instanceof Long protocol) || protocol != PROTOCOL) {
            throw new CheckpointException(name + " has another version of torch's protocol, expected " + PROTOCOL);
        }
        if (next() instanceof Dictionary machine && Boolean.FALSE.equals(machine.get("little_endian"))) {
            content.order(ByteOrder.BIG_ENDIAN);
        }
        Unpickler.Result result = Unpickler.load(name, content);
        Map<String, Tensor> tensors = StateDictFinder.find(name, result.value());
        Map<String, ByteBuffer> data = data(result.storages());
        return new TensorReader(name, content.limit(), storage -> data.get(storage.key())).read(tensors);
    }

    private Object next() {
        return Unpickler.load(name, content).value();
    }

    private Map<String, ByteBuffer> data(Map<String, Storage> storages) {
        if (!(next() instanceof Sequence keys)) {
            throw new CheckpointException(name + " has no list of storages after its value");
        }
        Map<String, ByteBuffer> data = new HashMap<>();
        for (Object key : keys.items()) {
            Storage storage = key instanceof String text ? storages.get(text) : null;
            if (storage == null) {
                throw new CheckpointException(name + " lists a storage that no tensor has: "
                        + (key instanceof String ? key : Pickled.describe(key)));
            }
            data.put(storage.key(), slice(storage));
        }
        if (!data.keySet().containsAll(storages.keySet())) {
            throw new CheckpointException(name + " does not list all storages that its tensors have: expected "
                    + storages.size() + ", found " + data.size());
        }
        return data;
    }

    private ByteBuffer slice(Storage storage) {
        long elements = content.remaining() < Long.BYTES ? -1 : content.getLong();
        int bytes = storage.type().bytes();
        if (elements < 0 || elements > content.remaining() / bytes) {
            throw new CheckpointException(name + " is cut off or damaged: storage " + storage.key() + " has "
                    + storage.elements() + " elements of type " + storage.type() + ", but only " + content.remaining()
                    + " bytes are left");
        }
        int length = (int) elements * bytes;
        ByteBuffer slice = content.slice(content.position(), length).order(content.order());
        content.position(content.position() + length);
        return slice;
    }
}

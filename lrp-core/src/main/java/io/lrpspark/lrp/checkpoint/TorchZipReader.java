package io.lrpspark.lrp.checkpoint;

import io.lrpspark.lrp.checkpoint.Pickled.Storage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Reads the archives of {@code torch.save} (since version 1.6) and of {@code torch.jit.save}: a pickle
 * {@code data.pkl} and the bytes of every storage in {@code data/}. The code in TorchScript archives is not looked at.
 */
final class TorchZipReader {

    private static final String PICKLE = "data.pkl";

    private final String name;
    private final StoredZip zip;

    private TorchZipReader(String name, StoredZip zip) {
        this.name = name;
        this.zip = zip;
    }

    static StateDict read(String name, byte[] content) {
        return new TorchZipReader(name, StoredZip.read(name, content)).read(content.length);
    }

    private StateDict read(int fileBytes) {
        String pickle = zip.names().stream()
                .filter(entry -> entry.equals(PICKLE) || entry.endsWith("/" + PICKLE))
                .min(Comparator.comparing(String::length))
                .orElseThrow(() -> new CheckpointException(
                        name + " is a zip archive without " + PICKLE + ", expected one that torch.save wrote"));
        String root = pickle.substring(0, pickle.length() - PICKLE.length());
        ByteOrder order = byteOrder(root);
        Object value = Unpickler.load(name, zip.find(pickle).orElseThrow()).value();
        return new TensorReader(name, fileBytes, storage -> data(root, storage).order(order))
                .read(StateDictFinder.find(name, value));
    }

    private ByteBuffer data(String root, Storage storage) {
        String entry = root + "data/" + storage.key();
        return zip.find(entry)
                .orElseThrow(() -> new CheckpointException(
                        name + " lacks " + entry + ", the bytes of a storage of " + storage.elements() + " elements"));
    }

    /** Torch notes the byte order since version 2.1; before, it was the machine's, which was little-endian. */
    private ByteOrder byteOrder(String root) {
        String order = zip.find(root + "byteorder")
                .map(text -> StandardCharsets.US_ASCII.decode(text).toString().strip())
                .orElse("little");
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new CheckpointException(name + " has byte order '" + order + "', expected little or big");
        };
    }
}

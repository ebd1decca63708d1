package io.lrpspark.lrp.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads weights from a file, whichever of PyTorch's formats it has. The format is told by the content, not by the
 * name, and nothing that a file says is ever executed.
 */
public final class Checkpoint {

    /** What an array of Java can hold. */
    private static final long LONGEST_FILE = Integer.MAX_VALUE - 8;

    private static final int BYTES_IN_A_MESSAGE = 24;

    private Checkpoint() {}

    /**
     * Reads all weights of a file.
     *
     * @param file a file that {@code torch.save} wrote (zip archive or legacy; a state dict, a checkpoint with one under
     *     {@code state_dict}, {@code model_state_dict} or {@code model}, or a whole module), that {@code torch.jit.save}
     *     wrote (scripted or traced), or a safetensors file
     * @return the weights under the names that the file has
     * @throws CheckpointException if the file cannot be read, has no format that is known, is damaged, holds no weights
     *     or asks for anything to be executed
     */
    public static StateDict read(Path file) {
        try {
            long length = Files.size(file);
            if (length > LONGEST_FILE) {
                throw new CheckpointException(file + " has " + length + " bytes, expected at most " + LONGEST_FILE);
            }
            return read(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file + " does not exist, expected a file of weights", e);
        } catch (IOException e) {
            throw new CheckpointException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads all weights of a file that is in memory.
     *
     * @param name what error messages call the file
     * @param content the bytes of the file
     * @return the weights under the names that the file has
     * @throws CheckpointException as {@link #read(Path)} does
     */
    public static StateDict read(String name, byte[] content) {
        if (content.length == 0) {
            throw new CheckpointException(name + " is empty, expected a file of weights");
        }
        // First, since its first bytes are a length, which may be anything; the ninth byte of the others never is a
        // brace.
        if (SafetensorsReader.recognises(content)) {
            return SafetensorsReader.read(name, content);
        }
        if (StoredZip.recognises(content)) {
            return TorchZipReader.read(name, content);
        }
        if (TorchLegacyReader.recognises(content)) {
            return TorchLegacyReader.read(name, content);
        }
        throw new CheckpointException(
                name + " is no file of weights: expected what torch.save or torch.jit.save writes,"
                        + " or safetensors, but it begins with '" + beginning(content) + "'");
    }

    private static String beginning(byte[] content) {
        int length = Math.min(content.length, BYTES_IN_A_MESSAGE);
        return new String(content, 0, length, StandardCharsets.US_ASCII).replaceAll("[^ -~]", ".");
    }
}

package io.lrpspark.lrp.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes weights as a safetensors file, which this library and every PyTorch reads without running any code. */
public final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;
    private static final JsonMapper JSON = new JsonMapper();

    private SafetensorsWriter() {}

    /**
     * Writes all weights as float32 (rounded to nearest); a file that is there is replaced.
     *
     * @param file the file to write
     * @param weights the weights, written in their order
     * @throws CheckpointException if the file cannot be written or the weights take more than 2 GB
     */
    public static void write(Path file, StateDict weights) {
        try {
            Files.write(file, encode(weights));
        } catch (IOException e) {
            throw new CheckpointException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    static byte[] encode(StateDict weights) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long end = 0;
        for (String name : weights.names()) {
            Weight weight = weights.find(name).orElseThrow();
            long begin = end;
            end += (long) weight.values().length * Float.BYTES;
            ObjectNode entry = header.putObject(name).put("dtype", "F32");
            weight.shape().forEach(entry.withArray("shape")::add);
            entry.putArray("data_offsets").add(begin).add(end);
        }
        byte[] text = headerBytes(header);
        long length = Long.BYTES + text.length + end;
        if (length > Integer.MAX_VALUE - Long.BYTES) {
            throw new CheckpointException(weights + " takes " + length + " bytes, expected at most 2 GB");
        }
        ByteBuffer content = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(text.length).put(text);
        for (String name : weights.names()) {
            for (double value : weights.find(name).orElseThrow().values()) {
                content.putFloat((float) value);
            }
        }
        return content.array();
    }

    private static byte[] headerBytes(ObjectNode header) {
        try {
            String text = JSON.writeValueAsString(header);
            int padding = Math.floorMod(-text.getBytes(StandardCharsets.UTF_8).length, ALIGNMENT);
            return (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new CheckpointException("the names of the weights cannot be written as JSON: " + e.getMessage(), e);
        }
    }
}

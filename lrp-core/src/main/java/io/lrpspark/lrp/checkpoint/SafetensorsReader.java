package io.lrpspark.lrp.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads safetensors: eight bytes with the length of the header, a header in JSON, then the data. As the reference
 * implementation does it, the data of all tensors has to cover the rest of the file exactly, without overlap.
 */
final class SafetensorsReader {

    private static final int LENGTH_BYTES = Long.BYTES;
    /** The bound that the reference implementation has; no real header comes near it. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String name;
    private final byte[] content;

    private SafetensorsReader(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /** Whether the content begins as a safetensors file does: a length, then the opening brace of the header. */
    static boolean recognises(byte[] content) {
        return content.length > LENGTH_BYTES && content[LENGTH_BYTES] == '{';
    }

    static StateDict read(String name, byte[] content) {
        return new SafetensorsReader(name, content).read();
    }

    private StateDict read() {
        long headerLength =
                ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        long available = content.length - LENGTH_BYTES;
        if (headerLength < 0 || headerLength > Math.min(available, LONGEST_HEADER)) {
            throw new CheckpointException(name + " says that its safetensors header has "
                    + Long.toUnsignedString(headerLength) + " bytes, but only " + available
                    + " bytes follow: the file is damaged or cut off");
        }
        int dataStart = LENGTH_BYTES + (int) headerLength;
        List<Entry> entries = entries(header((int) headerLength));
        checkCover(entries, content.length - dataStart);
        ByteBuffer data = ByteBuffer.wrap(content, dataStart, content.length - dataStart)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (Entry entry : entries) {
            double[] values = new double[Weight.elements(entry.shape)];
            for (int i = 0; i < values.length; i++) {
                values[i] = entry.type.read(data, (int) entry.begin + i * entry.type.bytes());
            }
            weights.put(entry.key, new Weight(entry.shape, values));
        }
        return StateDict.of(name, weights);
    }

    private JsonNode header(int length) {
        try (JsonParser parser = JSON.createParser(content, LENGTH_BYTES, length)) {
            JsonNode header = JSON.readTree(parser);
            if (header == null || !header.isObject()) {
                throw new CheckpointException(name + " has a safetensors header that is no JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    name + " has a safetensors header that is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CheckpointException(name + " has a safetensors header that cannot be read: " + e.getMessage(), e);
        }
    }

    private List<Entry> entries(JsonNode header) {
        List<Entry> entries = new ArrayList<>();
        header.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("__metadata__")) {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        });
        return entries;
    }

    private Entry entry(String key, JsonNode node) {
        String typeName = node.path("dtype").asText();
        ElementType type = ElementType.ofSafetensors(typeName)
                .orElseThrow(() -> new CheckpointException(key + " of " + name + " has elements of type '" + typeName
                        + "', expected one of F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL"));
        List<Integer> shape = new ArrayList<>();
        for (JsonNode size : array(key, node, "shape")) {
            if (!size.canConvertToInt() || !size.isIntegralNumber() || size.intValue() < 0) {
                throw new CheckpointException(
                        key + " of " + name + " has " + size + " in its shape, expected sizes of 0 or more");
            }
            shape.add(size.intValue());
        }
        JsonNode offsets = array(key, node, "data_offsets");
        if (offsets.size() != 2
                || !offsets.get(0).canConvertToLong()
                || !offsets.get(1).canConvertToLong()) {
            throw new CheckpointException(
                    key + " of " + name + " has data_offsets " + offsets + ", expected [begin, end]");
        }
        return new Entry(
                key, type, shape, offsets.get(0).longValue(), offsets.get(1).longValue());
    }

    private JsonNode array(String key, JsonNode node, String field) {
        JsonNode array = node.path(field);
        if (!array.isArray()) {
            throw new CheckpointException(key + " of " + name + " has no list of numbers as its " + field);
        }
        return array;
    }

    /** Data that overlaps would let a small file ask for much memory; data with gaps is not what was written. */
    private void checkCover(List<Entry> entries, long available) {
        List<Entry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long position = 0;
        for (Entry entry : ordered) {
            if (entry.begin != position || entry.end < entry.begin || entry.end > available) {
                throw new CheckpointException(entry.key + " of " + name + " has data_offsets [" + entry.begin + ", "
                        + entry.end + "], expected them to begin at " + position + " and to end at most at "
                        + available + ", where the file ends");
            }
            long expected = (long) Weight.elements(entry.shape) * entry.type.bytes();
            if (entry.end - entry.begin != expected) {
                throw new CheckpointException(entry.key + " of " + name + " has " + (entry.end - entry.begin)
                        + " bytes of data, but shape " + entry.shape + " of type " + entry.type + " takes " + expected);
            }
            position = entry.end;
        }
        if (position != available) {
            throw new CheckpointException(name + " has " + (available - position)
                    + " bytes after its last tensor, expected none: the file is damaged");
        }
    }

    /** One line of the header; offsets are relative to the begin of the data. */
    private record Entry(String key, ElementType type, List<Integer> shape, long begin, long end) {}
}

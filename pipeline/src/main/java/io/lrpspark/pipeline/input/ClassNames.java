package io.lrpspark.pipeline.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lrpspark.lrp.registry.UnknownNameException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The names of a model's classes, in the order of its outputs. A class can have other names that its labels use, such
 * as the WordNet identifiers of ImageNet's folders.
 */
public final class ClassNames implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int size;
    private final ArrayList<String> names;
    private final HashMap<String, Integer> indices;

    private ClassNames(int size, List<String> names, Map<String, Integer> indices) {
        this.size = size;
        this.names = new ArrayList<>(names);
        this.indices = new HashMap<>(indices);
    }

    /**
     * Classes without names: a label is a class if it is its index.
     *
     * @param size how many classes, positive
     */
    public static ClassNames unnamed(int size) {
        return new ClassNames(size, List.of(), Map.of());
    }

    /**
     * Reads a file of class names, in UTF-8.
     *
     * @throws UsageException if the file cannot be read or is not as {@link #parse} expects it
     */
    public static ClassNames read(Path file) {
        try {
            return decode(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /**
     * A file of class names that is in memory, in UTF-8.
     *
     * @param file the file's name, for messages
     * @throws UsageException if the content is no text or not as {@link #parse} expects it
     */
    public static ClassNames decode(String file, byte[] content) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return parse(file, text.toString());
        } catch (CharacterCodingException e) {
            throw unreadable(file, e);
        }
    }

    private static UsageException unreadable(String file, IOException cause) {
        return new UsageException(
                "class names '" + file + "' cannot be read (" + cause.getClass().getSimpleName()
                        + "): expected a text file in UTF-8 with one name a line or torchvision's JSON",
                cause);
    }

    /**
     * Class names as text: one name a line (blank lines at the end do not count), or torchvision's index-to-name JSON
     * ({@code {"0": ["n01440764", "tench"], …}}, of which the last entry is the name and every entry is understood as
     * a label, or {@code {"0": "tench", …}}), or a JSON list of names.
     *
     * @param file the file's name, for messages
     * @throws UsageException if an index is missing or a name is empty
     */
    public static ClassNames parse(String file, String text) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String start = content.stripLeading();
        List<List<String>> classes =
                start.startsWith("{") || start.startsWith("[") ? json(file, content) : lines(content);
        if (classes.isEmpty()) {
            throw new UsageException("class names '" + file + "' is empty: expected one name a line");
        }
        List<String> names = new ArrayList<>();
        Map<String, Integer> indices = new HashMap<>();
        Map<String, Integer> aliases = new HashMap<>();
        for (int index = 0; index < classes.size(); index++) {
            List<String> spellings = classes.get(index);
            String name = spellings.get(spellings.size() - 1);
            if (name.isEmpty()) {
                throw new UsageException(
                        "class names '" + file + "' has no name for class " + index + ": expected one name a line");
            }
            names.add(name);
            // ImageNet itself calls two classes "crane" and two "maillot": as a label the name means the first.
            indices.putIfAbsent(name, index);
            for (String spelling : spellings) {
                aliases.putIfAbsent(spelling, index);
            }
        }
        aliases.forEach(indices::putIfAbsent);
        return new ClassNames(names.size(), names, indices);
    }

    private static List<List<String>> lines(String content) {
        return content.stripTrailing()
                .lines()
                .map(line -> List.of(line.strip()))
                .toList();
    }

    private static List<List<String>> json(String file, String content) {
        JsonNode root;
        try {
            root = JSON.readTree(content);
        } catch (JsonProcessingException e) {
            throw new UsageException("class names '" + file + "' is not valid JSON: " + e.getOriginalMessage(), e);
        }
        List<List<String>> classes = new ArrayList<>();
        for (int index = 0; index < root.size(); index++) {
            JsonNode entry = root.isArray() ? root.get(index) : root.get(Integer.toString(index));
            if (entry == null) {
                throw new UsageException("class names '" + file + "' lacks class " + index
                        + ": expected the indices 0 to " + (root.size() - 1));
            }
            List<String> spellings = new ArrayList<>();
            if (entry.isArray()) {
                entry.forEach(spelling -> spellings.add(spelling.asText()));
            } else {
                spellings.add(entry.asText());
            }
            if (spellings.isEmpty()) {
                spellings.add("");
            }
            classes.add(List.copyOf(spellings));
        }
        return classes;
    }

    /** How many classes there are. */
    public int size() {
        return size;
    }

    /**
     * The name of a class.
     *
     * @param index from 0 to {@link #size()} - 1
     * @return empty if the classes have no names
     */
    public Optional<String> name(int index) {
        return names.isEmpty() ? Optional.empty() : Optional.of(names.get(index));
    }

    /**
     * The class that a label means: by name, by another spelling of it, or else by its index.
     *
     * @return empty if the label is no class
     */
    public OptionalInt indexOf(String label) {
        Integer index = indices.get(label);
        if (index != null) {
            return OptionalInt.of(index);
        }
        try {
            int number = Integer.parseInt(label);
            return number >= 0 && number < size ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** What may have been meant by a label that is no class, as the end of a sentence: ", such as 'hexagon'"; may be empty. */
    public String suchAs(String label) {
        return UnknownNameException.nearest(label, names)
                .map(", such as '%s'"::formatted)
                .orElse("");
    }

    /** The names by index; empty if the classes have none. */
    public Map<Integer, String> byIndex() {
        Map<Integer, String> byIndex = new HashMap<>();
        for (int index = 0; index < names.size(); index++) {
            byIndex.put(index, names.get(index));
        }
        return byIndex;
    }

    /** All names in the order of the classes; empty if they have none. */
    public List<String> names() {
        return Collections.unmodifiableList(names);
    }
}

package io.lrpspark.lrp.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The things of one kind that users call by name, in the order in which they were entered. Immutable.
 *
 * @param <T> what a name stands for
 */
public final class Registry<T> {
    private final String kind;
    private final Map<String, T> entries;

    private Registry(String kind, Map<String, T> entries) {
        this.kind = kind;
        this.entries = entries;
    }

    /**
     * A registry with the given entries.
     *
     * @param kind what the entries are, singular, for messages: "composite", "canonizer", "color map"
     * @param entries name to thing; the map's order becomes the order of {@link #names()}
     * @throws IllegalArgumentException if there is no entry, or a blank name
     */
    public static <T> Registry<T> of(String kind, Map<String, T> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a registry of kind '" + kind + "' needs at least one entry");
        }
        LinkedHashMap<String, T> copy = new LinkedHashMap<>(entries);
        if (copy.keySet().stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a registry of kind '" + kind + "' has a blank name");
        }
        return new Registry<>(kind, Collections.unmodifiableMap(copy));
    }

    /**
     * What the name stands for.
     *
     * @throws UnknownNameException if no entry has this name; the message suggests the nearest one
     */
    public T get(String name) {
        T entry = entries.get(name);
        if (entry == null) {
            throw new UnknownNameException(kind, name, entries.keySet());
        }
        return entry;
    }

    /** The names, in the order of entry; unmodifiable. */
    public Set<String> names() {
        return entries.keySet();
    }

    /** The entries, in the order of entry; unmodifiable. */
    public Map<String, T> entries() {
        return entries;
    }

    /** What the entries are, singular. */
    public String kind() {
        return kind;
    }
}

package io.lrpspark.pipeline.output;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The content of a JSON file of a run.
 *
 * @param content objects as maps, arrays as lists
 */
public record JsonRecord(Map<String, Object> content) {
    /** What lies at a path of keys. */
    public Optional<Object> at(String... keys) {
        Object value = content;
        for (String key : keys) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    /** What lies there as text: the entries of an object as "name value", those of a list one after the other. */
    public Optional<String> text(String... keys) {
        return at(keys).map(JsonRecord::words);
    }

    /** The number that lies there, if it is a finite one. */
    public Optional<Double> number(String... keys) {
        return at(keys).filter(Number.class::isInstance)
                .map(value -> ((Number) value).doubleValue())
                .filter(Double::isFinite);
    }

    /** The whole number that lies there; 0 without one. */
    public long count(String... keys) {
        return number(keys).map(Double::longValue).orElse(0L);
    }

    /** Any value as text. */
    public static String words(Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + words(entry.getValue()))
                    .collect(Collectors.joining(", "));
        }
        if (value instanceof List<?> list) {
            String separator = list.stream().anyMatch(Map.class::isInstance) ? "; " : " ";
            return list.stream().map(JsonRecord::words).collect(Collectors.joining(separator));
        }
        return String.valueOf(value);
    }
}

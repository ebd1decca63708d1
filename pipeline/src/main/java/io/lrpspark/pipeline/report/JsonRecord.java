package io.lrpspark.pipeline.report;

import java.util.Map;
import java.util.Optional;

/** The content of a JSON file of a run. */
record JsonRecord(Map<String, Object> content) {
    /** What lies at a path of keys. */
    Optional<Object> at(String... keys) {
        Object value = content;
        for (String key : keys) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    Optional<String> text(String... keys) {
        return at(keys).map(String::valueOf);
    }

    Optional<Double> number(String... keys) {
        return at(keys).filter(Number.class::isInstance)
                .map(value -> ((Number) value).doubleValue())
                .filter(Double::isFinite);
    }

    long count(String... keys) {
        return number(keys).map(Double::longValue).orElse(0L);
    }
}

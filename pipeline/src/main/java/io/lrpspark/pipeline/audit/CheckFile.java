package io.lrpspark.pipeline.audit;

import io.lrpspark.pipeline.input.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads files of checks; conf/audit-checks.yaml explains their form. */
final class CheckFile {
    private static final String SHIPPED = "audit-checks.yaml";
    private static final Set<String> KEYS = new TreeSet<>(List.of(
            "name", "table", "metric", "where", "scope", "lower", "upper", "level", "compare", "runs", "least"));
    private static final int RUNS = 10;

    private final String file;

    private CheckFile(String file) {
        this.file = file;
    }

    /** The checks that come with the program. */
    static List<Check> shipped() {
        try (InputStream content = Objects.requireNonNull(CheckFile.class.getResourceAsStream(SHIPPED), SHIPPED)) {
            return parse(SHIPPED, new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws UsageException if it cannot be read or holds something else
     */
    static List<Check> read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UsageException(
                    "checks '" + file + "' cannot be read (" + e.getClass().getSimpleName()
                            + "): expected a YAML file like conf/audit-checks.yaml",
                    e);
        }
    }

    /**
     * Reads checks.
     *
     * @param file the name, for messages
     * @throws UsageException if the text holds something else
     */
    static List<Check> parse(String file, String text) {
        return new CheckFile(file).checks(text);
    }

    private List<Check> checks(String text) {
        Object content;
        try {
            content = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (YAMLException e) {
            throw new UsageException(
                    "checks '" + file + "' is not valid YAML: "
                            + e.getMessage().replaceAll("\\s+", " ").strip(),
                    e);
        }
        if (!(content instanceof Map<?, ?> root) || !(root.get("checks") instanceof List<?> entries)) {
            throw new UsageException("checks '" + file + "' has no list called checks: expected checks: and entries");
        }
        List<Check> checks = new ArrayList<>();
        for (Object entry : entries) {
            checks.add(check(checks.size() + 1, entry));
        }
        return List.copyOf(checks);
    }

    private Check check(int number, Object entry) {
        String place = "checks '" + file + "', check " + number;
        if (!(entry instanceof Map<?, ?> keys)) {
            throw new UsageException(place + " is '" + entry + "': expected the keys " + String.join(", ", KEYS));
        }
        for (Object key : keys.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw new UsageException(
                        place + " has the key '" + key + "': expected some of " + String.join(", ", KEYS));
            }
        }
        String name = needed(place, keys, "name");
        String named = place + " (" + name + ")";
        Optional<Double> lower = number(named, keys, "lower");
        Optional<Double> upper = number(named, keys, "upper");
        if (lower.isEmpty() && upper.isEmpty()) {
            throw new UsageException(named + " has no bound: expected lower, upper or both");
        }
        return new Check(
                name,
                needed(named, keys, "table"),
                needed(named, keys, "metric"),
                text(keys, "where").orElse("true"),
                text(keys, "scope").orElse(Check.OVERALL),
                lower,
                upper,
                choice(named, keys, "level", Check.Level.class).orElse(Check.Level.ERROR),
                choice(named, keys, "compare", Check.Comparison.class),
                number(named, keys, "runs").map(Double::intValue).orElse(RUNS),
                number(named, keys, "least").map(Double::longValue).orElse(1L));
    }

    private static Optional<String> text(Map<?, ?> keys, String key) {
        return Optional.ofNullable(keys.get(key)).map(String::valueOf);
    }

    private static String needed(String place, Map<?, ?> keys, String key) {
        return text(keys, key)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new UsageException(place + " has no " + key + ": expected name, table and metric"));
    }

    private static Optional<Double> number(String place, Map<?, ?> keys, String key) {
        Object value = keys.get(key);
        if (value != null && !(value instanceof Number)) {
            throw new UsageException(place + " has " + key + " '" + value + "': expected a number");
        }
        return Optional.ofNullable(value).map(number -> ((Number) number).doubleValue());
    }

    private static <E extends Enum<E>> Optional<E> choice(String place, Map<?, ?> keys, String key, Class<E> type) {
        return text(keys, key).map(value -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new UsageException(place + " has " + key + " '" + value + "': expected one of "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                        .toList()))));
    }
}

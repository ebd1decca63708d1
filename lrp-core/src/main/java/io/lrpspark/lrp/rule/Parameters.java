package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.registry.UnknownNameException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parameters of a composite, as the command line writes them: {@code low=-3,high=3}, several values of one parameter parted by
 * slashes, {@code low=-2.1/-2.0/-1.8}.
 *
 * <p>Whoever reads a parameter names it, and so makes it known: {@link #requireAllKnown} refuses the others.
 */
public final class Parameters {
    private final String owner;
    private final Map<String, String> given;
    private final Set<String> known = new LinkedHashSet<>();

    private Parameters(String owner, Map<String, String> given) {
        this.owner = owner;
        this.given = given;
    }

    /**
     * Parses parameters.
     *
     * @param owner whose they are, for messages
     * @param text {@code name=value,…}; may be empty
     * @throws RuleException if a part is no {@code name=value} or a name comes twice
     */
    static Parameters parse(String owner, String text) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1 || equals == part.length() - 1) {
                throw new RuleException(
                        "'%s' in the parameters of %s is not of the form name=value".formatted(part, owner));
            }
            if (given.put(
                            part.substring(0, equals).strip(),
                            part.substring(equals + 1).strip())
                    != null) {
                throw new RuleException("parameter '%s' of %s is given twice"
                        .formatted(part.substring(0, equals).strip(), owner));
            }
        }
        return new Parameters(owner, given);
    }

    /**
     * Parameters that a file names one by one.
     *
     * @param owner whose they are, for messages
     * @param given values by name; several values of one parameter parted by slashes
     */
    static Parameters of(String owner, Map<String, String> given) {
        return new Parameters(owner, Map.copyOf(given));
    }

    /** The real number of that name, or the default. */
    double real(String name, double otherwise) {
        List<Double> values = reals(name, List.of(otherwise));
        if (values.size() > 1) {
            throw new RuleException(
                    "%s=%s of %s has %d values: expected one".formatted(name, given.get(name), owner, values.size()));
        }
        return values.get(0);
    }

    /** The real numbers of that name, or the default. */
    List<Double> reals(String name, List<Double> otherwise) {
        known.add(name);
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            List<Double> values =
                    Arrays.stream(text.split("/", -1)).map(Double::valueOf).toList();
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    throw new NumberFormatException();
                }
            }
            return values;
        } catch (NumberFormatException notANumber) {
            throw new RuleException(
                    "%s=%s of %s is not a number, or several parted by '/'".formatted(name, text, owner));
        }
    }

    /** The whole number of that name, or the default. */
    int whole(String name, int otherwise) {
        long value = integer(name, otherwise);
        if (value != (int) value) {
            throw new RuleException("%s=%d of %s is beyond %d".formatted(name, value, owner, Integer.MAX_VALUE));
        }
        return (int) value;
    }

    /** The whole number of that name, or the default; up to 64 bits. */
    long integer(String name, long otherwise) {
        known.add(name);
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notWhole) {
            throw new RuleException("%s=%s of %s is not a whole number".formatted(name, text, owner));
        }
    }

    /** The text of that name, or the default. */
    String text(String name, String otherwise) {
        known.add(name);
        return given.getOrDefault(name, otherwise);
    }

    /** {@code zero=bias} or {@code zero=none}. */
    Bias bias() {
        String text = text("zero", "none");
        return switch (text) {
            case "none" -> Bias.KEPT;
            case "bias" -> Bias.ZEROED;
            default -> throw new RuleException(
                    "zero=%s of %s is neither 'none' nor 'bias', which is all that can be left out"
                            .formatted(text, owner));
        };
    }

    /** Takes {@code zero} for a rule whose denominator has no bias, as zennit does: either value means the same. */
    void withoutBias() {
        bias();
    }

    /**
     * Refuses parameters that nobody asked for.
     *
     * @throws UnknownNameException with the nearest known name
     */
    void requireAllKnown() {
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                if (known.isEmpty()) {
                    throw new RuleException("%s has no parameters: '%s' is none of it".formatted(owner, name));
                }
                throw new UnknownNameException("parameter of " + owner, name, known);
            }
        }
    }

    static void requirePositive(String owner, String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw outOfRange(owner, name, print(value), "a number above 0");
        }
    }

    static void requireNonNegative(String owner, String name, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw outOfRange(owner, name, print(value), "a number of at least 0");
        }
    }

    static void requireAtLeastOne(String owner, String name, int value) {
        if (value < 1) {
            throw outOfRange(owner, name, String.valueOf(value), "a whole number of at least 1");
        }
    }

    private static RuleException outOfRange(String owner, String name, String value, String expected) {
        return new RuleException("%s=%s of %s is out of range: expected %s".formatted(name, value, owner, expected));
    }

    /** The numbers parted by slashes, as they are written. */
    static String print(List<Double> values) {
        return values.stream().map(Parameters::print).collect(Collectors.joining("/"));
    }

    /** A number without a needless fraction. */
    static String print(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}

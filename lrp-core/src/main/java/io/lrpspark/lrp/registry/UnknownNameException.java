package io.lrpspark.lrp.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * A name that stands for nothing of its kind. The message names the kind and the name, suggests the nearest known name
 * if one is near (Levenshtein distance, ignoring case, of at most half the longer name), and lists all known names, or of more
 * than 24 the five nearest.
 */
public final class UnknownNameException extends RuntimeException {
    private static final int LONGEST_LIST = 24;
    private static final int NEAREST = 5;

    /**
     * The name is none of the known ones.
     *
     * @param kind what was looked up, singular: "composite", "preprocessing key"
     * @param name what was asked for
     * @param known the names there are, in the order in which to list them
     */
    public UnknownNameException(String kind, String name, Collection<String> known) {
        super("unknown " + kind + " '" + name + "'"
                + nearest(String.valueOf(name), known)
                        .map(near -> ": did you mean '" + near + "'?")
                        .orElse(".")
                + " " + listed(String.valueOf(name), known));
    }

    /** All names; of many, those that are nearest. */
    private static String listed(String name, Collection<String> known) {
        if (known.size() <= LONGEST_LIST) {
            return "Known: " + String.join(", ", known) + ".";
        }
        return "Nearest of " + known.size() + ": "
                + known.stream()
                        .sorted(Comparator.comparingInt(candidate -> distance(name, candidate)))
                        .limit(NEAREST)
                        .collect(Collectors.joining(", "))
                + ".";
    }

    /** The known name that is near enough to a wrong one to be what was meant, if there is one. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(name.length(), candidate.length()) / 2)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    private static int distance(String name, String candidate) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
    }
}

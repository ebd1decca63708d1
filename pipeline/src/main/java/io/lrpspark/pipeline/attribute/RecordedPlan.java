package io.lrpspark.pipeline.attribute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Compares what an earlier run was started with to what a run has now, as far as the rows depend on it. */
final class RecordedPlan {
    /** Of this program, recorded among other versions: what a column means may change with it. */
    private static final String VERSION = "lrp_on_spark";

    /** What decides the row of an image. */
    private static final List<String> OF_A_ROW = List.of(
            "target",
            "activation",
            "classes",
            "preprocessing",
            "decoding",
            "map_size",
            "map_channels",
            "thumbnails",
            "program",
            VERSION);

    /** What decides which images a run has, and which of them belong together. */
    private static final List<String> OF_A_RUN = List.of("source", "selection", "wave_size");

    private static final int LONGEST_VALUE = 60;

    private RecordedPlan() {}

    /**
     * What keeps a run from being resumed.
     *
     * @param recorded the first record of the run
     * @param now what would be recorded
     * @return such as "target was predicted and is label"; empty if nothing does
     */
    static List<String> differencesOfRuns(Map<String, Object> recorded, Map<String, Object> now) {
        List<String> differences = new ArrayList<>(differences(OF_A_RUN, recorded, now));
        differences.addAll(differencesOfRows(recorded, now));
        return List.copyOf(differences);
    }

    /** What keeps rows of an earlier run from being reused; otherwise as {@link #differencesOfRuns}. */
    static List<String> differencesOfRows(Map<String, Object> recorded, Map<String, Object> now) {
        return differences(OF_A_ROW, recorded, now);
    }

    private static List<String> differences(List<String> parts, Map<String, Object> first, Map<String, Object> second) {
        Map<String, Object> recorded = withVersion(first);
        Map<String, Object> now = withVersion(second);
        List<String> differences = new ArrayList<>();
        for (String part : parts) {
            // Runs of earlier versions did not record everything.
            if (recorded.containsKey(part)) {
                differences.addAll(
                        part.equals("program")
                                ? ofPrograms(recorded, now)
                                : different(flat(part, recorded.get(part)), flat(part, now.get(part))));
            }
        }
        return differences;
    }

    private static Map<String, Object> withVersion(Map<String, Object> record) {
        Map<String, Object> result = new LinkedHashMap<>(record);
        if (record.get("versions") instanceof Map<?, ?> versions && versions.containsKey(VERSION)) {
            result.put(VERSION, versions.get(VERSION));
        }
        return result;
    }

    /**
     * Equal fingerprints are equal programs, whatever the file of the weights was called. Of different ones the origin
     * says more than the fingerprint.
     */
    private static List<String> ofPrograms(Map<String, Object> recorded, Map<String, Object> now) {
        Map<String, String> before = flat("program", recorded.get("program"));
        Map<String, String> after = flat("program", now.get("program"));
        String fingerprint = "program.fingerprint";
        if (Objects.equals(before.get(fingerprint), after.get(fingerprint))) {
            return List.of();
        }
        List<String> origin = new ArrayList<>();
        different(withoutPrefix(before), withoutPrefix(after)).forEach(origin::add);
        if (origin.size() > 1) {
            origin.removeIf(difference -> difference.startsWith("fingerprint "));
        }
        return origin;
    }

    private static Map<String, String> withoutPrefix(Map<String, String> program) {
        Map<String, String> result = new LinkedHashMap<>();
        program.forEach((name, value) -> result.put(name.replaceFirst("^program\\.(provenance\\.)?", ""), value));
        return result;
    }

    private static List<String> different(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .map(name -> name + " was " + shown(before.get(name)) + " and is " + shown(after.get(name)))
                .toList();
    }

    private static String shown(String value) {
        if (value == null) {
            return "not given";
        }
        return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
    }

    private static Map<String, String> flat(String name, Object value) {
        Map<String, String> values = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> parts) {
            parts.forEach((part, content) -> values.putAll(flat(name + "." + part, content)));
        } else {
            values.put(name, String.valueOf(value));
        }
        return values;
    }
}

package io.lrpspark.lrp.attribute;

import java.util.List;

/** What the engine's failures are known by: it has no codes for them, only words. */
final class EngineWords {
    private EngineWords() {}

    static boolean areIn(Throwable failure, List<String> words) {
        String message = String.valueOf(failure.getMessage());
        return words.stream().anyMatch(message::contains);
    }

    /** The line that says it: before it the engine shows where in the program it was. */
    static String line(Throwable failure, List<String> words) {
        return String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> words.stream().anyMatch(line::contains))
                .findFirst()
                .orElse("")
                .strip();
    }
}

package io.lrpspark.jobs;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Commands in a JVM of their own, with this one's options and class path. */
final class ChildJvm {
    private ChildJvm() {}

    /**
     * Runs a command to its end.
     *
     * @return what it printed as results
     * @throws IOException if it failed
     */
    static String run(List<String> arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    /**
     * Runs a command to its end in a JVM with options of its own.
     *
     * @param options of the JVM; they count more than this one's
     * @return what it printed as results
     * @throws IOException if it failed
     */
    static String run(List<String> options, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException("lrp " + String.join(" ", arguments) + " ended with exit code " + exitCode);
        }
        return output;
    }

    /** Deletes a temporary folder with everything in it. */
    static void deleteRecursively(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

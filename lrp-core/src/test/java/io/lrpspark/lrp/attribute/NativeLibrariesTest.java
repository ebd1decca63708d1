package io.lrpspark.lrp.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that start the engine on a folder without its libraries. */
class NativeLibrariesTest {
    @TempDir
    private Path folder;

    /** What runs in the other processes. */
    public static final class StartEngine {
        public static void main(String[] arguments) {
            try {
                System.out.println("started: " + Engines.start().getEngineName());
            } catch (AttributionException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void ofProcessesThatStartTogetherOneUnpacksAndTheOthersWait() throws IOException, InterruptedException {
        Path cache = folder.resolve("cache");
        List<Process> processes = List.of(start(cache, "first"), start(cache, "second"));
        Set<Path> unpacking = new HashSet<>();
        while (processes.stream().anyMatch(Process::isAlive)) {
            unpacking.addAll(temporary(cache.resolve("pytorch")));
            Thread.sleep(5);
        }

        assertThat(folder.resolve("first")).content().contains("started: PyTorch");
        assertThat(folder.resolve("second")).content().contains("started: PyTorch");
        assertThat(unpacking).hasSize(1);
    }

    @Test
    void namesAFolderThatCannotBeMade() throws IOException, InterruptedException {
        Path cache = Files.writeString(folder.resolve("cache"), "a file");

        start(cache, "only").waitFor();

        assertThat(folder.resolve("only"))
                .content()
                .contains("the folder " + cache.resolve("pytorch") + " cannot be made")
                .contains("set DJL_CACHE_DIR");
    }

    private Process start(Path cache, String output) throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartEngine.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile());
        process.environment().put("DJL_CACHE_DIR", cache.toString());
        return process.start();
    }

    /** The engine unpacks into a folder with such a name, which it then renames. */
    private static List<Path> temporary(Path cache) throws IOException {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.getFileName().toString().startsWith("tmp"))
                    .toList();
        }
    }
}

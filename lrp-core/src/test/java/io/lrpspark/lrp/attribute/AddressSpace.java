package io.lrpspark.lrp.attribute;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The address space of a process on Linux, which can be limited so that allocations fail for real. */
public final class AddressSpace {
    private static final Path STATUS = Path.of("/proc/self/status");

    private AddressSpace() {}

    /** Whether there is the program that does it. */
    public static boolean canBeLimited() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prlimit")));
    }

    /** Lets this process have no more than some megabytes beside what it has now. */
    public static void limitTo(int more) throws IOException, InterruptedException {
        String limit = "--as=" + (taken() + ((long) more << 20));
        String self = "--pid=" + ProcessHandle.current().pid();
        int exitCode =
                new ProcessBuilder("prlimit", self, limit).inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new IOException("prlimit " + self + " " + limit + ": exit code " + exitCode);
        }
    }

    private static long taken() throws IOException {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmSize:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElseThrow()
                    << 10;
        }
    }
}

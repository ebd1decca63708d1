package io.lrpspark.lrp.attribute;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * The folder into which the engine unpacks its libraries, 430 MB for the processor. The first process on a machine unpacks, the others wait
 * for it: a lock on a file keeps them apart, a marker says that all is there.
 */
final class NativeLibraries {
    private static final String ENGINE = "pytorch";
    private static final String OWN_LIBRARIES = "PYTORCH_LIBRARY_PATH";
    private static final String WHAT_TO_DO =
            ": set DJL_CACHE_DIR to a folder with 500 MB of space from which programs may run";

    private NativeLibraries() {}

    /**
     * Starts the engine.
     *
     * @param start what unpacks and loads the libraries
     * @throws AttributionException that names the folder, if it is full, cannot be written, or nothing in it may be executed
     */
    static synchronized <T> T first(Supplier<T> start) {
        String own = Utils.getEnvOrSystemProperty(OWN_LIBRARIES);
        if (own != null) {
            return load(Path.of(own), start);
        }
        Path folder = Utils.getEngineCacheDir(ENGINE);
        Platform platform = Platform.detectPlatform(ENGINE);
        Path unpacked = folder.resolve(
                "%s-%s-%s".formatted(platform.getVersion(), platform.getFlavor(), platform.getClassifier()));
        Path marker = unpacked.resolveSibling(unpacked.getFileName() + ".complete");
        // Libraries in a folder that nobody can write, such as one of a container's image, are as complete as they will
        // be.
        boolean fixed = Files.isDirectory(unpacked) && !Files.isWritable(folder);
        return fixed || Files.exists(marker) ? load(folder, start) : alone(folder, marker, start);
    }

    private static <T> T alone(Path folder, Path marker, Supplier<T> start) {
        Path lockFile = folder.resolve("unpacking.lock");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new AttributionException(
                    "the engine's libraries have no place: the folder " + folder + " cannot be made (" + describe(e)
                            + ")" + WHAT_TO_DO,
                    e);
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Released when the channel is closed.
            channel.lock();
            T started = load(folder, start);
            Files.writeString(marker, "unpacked and loaded once\n");
            return started;
        } catch (IOException e) {
            throw new AttributionException(
                    "the engine's libraries cannot be unpacked into " + folder + " (" + describe(e) + ")" + WHAT_TO_DO,
                    e);
        }
    }

    private static <T> T load(Path folder, Supplier<T> start) {
        try {
            return start.get();
        } catch (RuntimeException | LinkageError e) {
            throw new AttributionException(
                    "the engine cannot start from its libraries in " + folder + " (" + rootOf(e) + ")" + advice(e), e);
        }
    }

    private static String advice(Throwable failure) {
        String text = rootOf(failure);
        if (text.contains("No space left") || text.contains("quota")) {
            return ", which is full" + WHAT_TO_DO;
        }
        if (text.contains("failed to map segment") || text.contains("Operation not permitted")) {
            return ", from which nothing may be executed (noexec)" + WHAT_TO_DO;
        }
        if (text.contains("Read-only file system")
                || text.contains("Permission denied")
                || text.contains("AccessDenied")) {
            return ", which cannot be written" + WHAT_TO_DO;
        }
        return "";
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return describe(root);
    }

    private static String describe(Throwable failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}

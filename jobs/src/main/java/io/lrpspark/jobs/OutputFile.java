package io.lrpspark.jobs;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.StorageFault;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.ITypeConverter;

/**
 * A file that a command writes: on this machine, or wherever a URI says, by Hadoop's file systems. Readers see all of it or what was
 * there before.
 *
 * @param location as the user wrote it
 */
record OutputFile(String location) {
    /** For picocli. */
    static final class Converter implements ITypeConverter<OutputFile> {
        @Override
        public OutputFile convert(String location) {
            return new OutputFile(location);
        }
    }

    /**
     * Refuses what cannot be written to, before any work; makes the folder of a file of this machine.
     *
     * @param example a name for a file, in case that it is a folder
     * @param configuration asked for where Hadoop is
     * @throws UsageException if it is a folder, or there is no such place
     */
    void check(String example, Supplier<Configuration> configuration) {
        if (Locations.isUri(location)) {
            Locations.path(location, configuration.get());
            return;
        }
        try {
            Path file = Path.of(location).toAbsolutePath();
            if (Files.isDirectory(file)) {
                throw new UsageException(
                        "output '" + location + "' is a folder: expected a file such as " + Path.of(location, example));
            }
            Path folder = Files.createDirectories(file.getParent());
            if (!Files.isWritable(Files.exists(file) ? file : folder)) {
                throw new UsageException(
                        "output '" + location + "' cannot be written: it may not be changed, or nothing in " + folder
                                + "; expected a file in a folder of yours");
            }
        } catch (InvalidPathException | IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Writes it.
     *
     * @param configuration asked for where Hadoop is
     * @throws UsageException if it cannot be written
     */
    void write(AtomicFile.Content content, Supplier<Configuration> configuration) {
        try {
            if (Locations.isUri(location)) {
                Configuration options = configuration.get();
                AtomicFile.replace(Locations.path(location, options), content, options);
            } else {
                AtomicFile.replace(Path.of(location), content);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private RuntimeException unwritable(Exception cause) {
        String what = "output '" + location + "' cannot be written";
        return Locations.isUri(location) && cause instanceof IOException fault
                ? StorageFault.of(what, new org.apache.hadoop.fs.Path(location), fault)
                : new UsageException(
                        what + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                                + "; expected a file in a folder of yours",
                        cause);
    }

    @Override
    public String toString() {
        return location;
    }
}

package io.lrpspark.pipeline.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads a file that the driver needs as a whole, such as weights, from any file system of Hadoop. */
public final class WholeFile {
    /** What an array of Java can hold. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private WholeFile() {}

    /**
     * The bytes of a file.
     *
     * @param what it is, for messages, such as {@code model}
     * @param location a path or a URI
     * @throws UsageException if there is no such file or it cannot be read
     */
    public static byte[] read(String what, String location, Configuration configuration) {
        Path path = Locations.path(location, configuration);
        try {
            FileSystem system = Locations.fileSystem(path, configuration);
            FileStatus status = system.getFileStatus(path);
            if (!status.isFile()) {
                throw new UsageException(what + " '" + location + "' is a folder: expected a file");
            }
            if (status.getLen() > LONGEST) {
                throw new UsageException(
                        what + " '" + location + "' has " + status.getLen() + " bytes: expected at most " + LONGEST);
            }
            try (InputStream stream = system.open(path)) {
                return stream.readAllBytes();
            }
        } catch (FileNotFoundException e) {
            throw new UsageException(what + " '" + location + "' does not exist: expected a file", e);
        } catch (IOException e) {
            throw StorageFault.of(what + " '" + location + "' cannot be read", path, e);
        }
    }
}

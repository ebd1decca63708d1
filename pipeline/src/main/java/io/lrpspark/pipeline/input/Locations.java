package io.lrpspark.pipeline.input;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Turns what a user writes into Hadoop paths, without the traps of {@link Path}: a name with a colon is not a
 * scheme, and a percent sign, a hash or a space in a name stands for itself.
 */
public final class Locations {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*", Pattern.DOTALL);

    private Locations() {}

    /**
     * The qualified path of a location: a URI with a scheme as it is, an absolute path on the default file system, a
     * relative one below its working directory.
     *
     * @param location as the user wrote it, not URL-encoded
     * @throws UsageException if the location is blank or has credentials in it, no file system serves its scheme, or it lies in a
     *     bucket that cannot be used
     */
    public static Path path(String location, Configuration configuration) {
        if (location.isBlank()) {
            throw new UsageException("a location is empty: expected a folder, a file or a URI such as s3a://bucket/x");
        }
        ObjectStores.requireNoCredentials(location);
        try {
            if (isUri(location)) {
                ObjectStores.requireUsable(location, configuration);
                Path path = new Path(location);
                return path.getFileSystem(configuration).makeQualified(path);
            }
            FileSystem home = FileSystem.get(configuration);
            return location.startsWith("/")
                    ? home.makeQualified(new Path(location))
                    : below(home.makeQualified(home.getWorkingDirectory()), location);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(
                    "location '" + location + "' cannot be used: " + e.getMessage() + "; expected a path or a URI", e);
        }
    }

    /** Whether a location has a scheme, such as {@code s3a://bucket/x}: it is then for Hadoop to find, and else may be a local file. */
    public static boolean isUri(String location) {
        return SCHEME.matcher(location).matches();
    }

    /**
     * The path of a name below a folder. {@code new Path(folder, name)} would take the part before a colon as a
     * scheme.
     *
     * @param folder a qualified path
     * @param relative one or more names separated by slashes
     */
    public static Path below(Path folder, String relative) {
        String base = folder.toString();
        return new Path(base.endsWith("/") ? base + relative : base + "/" + relative);
    }

    /**
     * A path for Spark's readers, which take every location for a glob: what has a meaning there is escaped.
     *
     * @param path qualified
     */
    public static String literal(String path) {
        return path.replaceAll("([\\[\\]{}*?\\\\])", "\\\\$1");
    }

    /**
     * The file system of a path. The local one comes without Hadoop's checksum layer: that derives the name of a
     * checksum file, which fails for a name with a colon, and would refuse a file that was edited beside a stale
     * {@code .crc}.
     *
     * @throws IOException if no file system serves the path's scheme
     */
    public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
        FileSystem system = path.getFileSystem(configuration);
        return system instanceof ChecksumFileSystem checksummed ? checksummed.getRawFileSystem() : system;
    }
}

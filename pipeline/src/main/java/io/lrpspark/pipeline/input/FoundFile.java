package io.lrpspark.pipeline.input;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A file that a walk came across.
 *
 * @param path qualified
 * @param names the file's names below the walk's base, its own last
 * @param length in bytes
 * @param modified milliseconds since 1970
 */
record FoundFile(Path path, List<String> names, long length, long modified) {
    FoundFile {
        names = List.copyOf(names);
    }

    /** The path relative to the walk's base: what identifies an image in its run. */
    String identity() {
        return String.join("/", names);
    }
}

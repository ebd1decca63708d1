package io.lrpspark.pipeline.input;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Lists everything below a folder of an object store, page by page of its keys: one request for thousands of files, however many
 * folders they lie in. Marker objects that stand for folders are no files.
 */
final class FlatWalk implements Iterator<FoundFile> {
    private final Path base;
    private final FileSelection selection;
    private final String location;
    private final RemoteIterator<LocatedFileStatus> statuses;
    private Optional<FoundFile> next;

    FlatWalk(FileSystem system, Path base, FileSelection selection, String location) throws IOException {
        this.base = base;
        this.selection = selection;
        this.location = location;
        this.statuses = system.listFiles(base, true);
        this.next = advance();
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public FoundFile next() {
        FoundFile found = next.orElseThrow(NoSuchElementException::new);
        next = advance();
        return found;
    }

    private Optional<FoundFile> advance() {
        try {
            while (statuses.hasNext()) {
                FileStatus status = statuses.next();
                List<String> names = names(status.getPath());
                if (selection.takes(names)) {
                    return Optional.of(
                            new FoundFile(status.getPath(), names, status.getLen(), status.getModificationTime()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw StorageFault.of("images '" + location + "' cannot be listed", base, e);
        }
    }

    private List<String> names(Path file) {
        String above = base.toUri().getPath();
        String below = file.toUri().getPath().substring(above.endsWith("/") ? above.length() : above.length() + 1);
        return Arrays.asList(below.split("/"));
    }
}

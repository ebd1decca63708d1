package io.lrpspark.pipeline.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Lists the files of a location one at a time: memory does not grow with their number. Folders that cannot match are
 * not entered. The order is the file system's own.
 */
final class FileWalk {
    private FileWalk() {}

    /**
     * The files of a folder, of a glob, or the one file that a location names.
     *
     * @throws UsageException if the location names nothing, or a folder cannot be read
     */
    static Iterator<FoundFile> of(String location, Configuration configuration) {
        return of(Locations.path(location, configuration), location, configuration);
    }

    /**
     * The same of a path that is complete.
     *
     * @param location what errors call it
     */
    static Iterator<FoundFile> of(Path path, String location, Configuration configuration) {
        try {
            FileSystem system = Locations.fileSystem(path, configuration);
            Optional<FileStatus> status = status(system, path);
            if (status.isPresent() && status.get().isFile()) {
                FileStatus file = status.get();
                return List.of(new FoundFile(path, List.of(path.getName()), file.getLen(), file.getModificationTime()))
                        .iterator();
            }
            if (status.isPresent()) {
                return ObjectStores.isS3(path)
                        ? new FlatWalk(system, path, FileSelection.imageFiles(), location)
                        : files(system, path, FileSelection.imageFiles(), location);
            }
            return glob(system, path, location);
        } catch (IOException e) {
            throw StorageFault.of("images '" + location + "' cannot be listed", path, e);
        }
    }

    private static Iterator<FoundFile> glob(FileSystem system, Path path, String location) throws IOException {
        List<String> components = Arrays.stream(path.toUri().getPath().split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
        int fixed = 0;
        while (fixed < components.size() && !FileSelection.isWildcard(components.get(fixed))) {
            fixed++;
        }
        if (fixed == components.size()) {
            throw new UsageException("images '" + location + "' do not exist: expected a folder, a file or a glob");
        }
        Path base = new Path(
                path.toUri().getScheme(),
                path.toUri().getAuthority(),
                "/" + String.join("/", components.subList(0, fixed)));
        if (status(system, base).filter(FileStatus::isDirectory).isEmpty()) {
            throw new UsageException("images '" + location + "' do not exist: there is no folder " + base);
        }
        List<String> wild = components.subList(fixed, components.size());
        FileSelection selection = FileSelection.glob(wild);
        // A pattern may leave out most folders; only one for any depth does not.
        return ObjectStores.isS3(base) && wild.contains(FileSelection.ANY_DEPTH)
                ? new FlatWalk(system, base, selection, location)
                : files(system, base, selection, location);
    }

    private static Iterator<FoundFile> files(FileSystem system, Path base, FileSelection selection, String location)
            throws IOException {
        Source source = system instanceof RawLocalFileSystem ? FileWalk::localChildren : remote(system);
        return new Walk(source, base, selection, location);
    }

    private static Optional<FileStatus> status(FileSystem system, Path path) throws IOException {
        try {
            return Optional.of(system.getFileStatus(path));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** A file or a folder as its parent's listing shows it. */
    private record Child(Path path, String name, Kind kind, long length, long modified) {}

    private enum Kind {
        FOLDER,
        FILE,
        OTHER
    }

    private interface Children extends AutoCloseable {
        Optional<Child> next() throws IOException;

        @Override
        void close() throws IOException;
    }

    private interface Source {
        Children open(Path folder) throws IOException;
    }

    private static Source remote(FileSystem system) {
        return folder -> {
            RemoteIterator<FileStatus> statuses = system.listStatusIterator(folder);
            return new Children() {
                @Override
                public Optional<Child> next() throws IOException {
                    if (!statuses.hasNext()) {
                        return Optional.empty();
                    }
                    FileStatus status = statuses.next();
                    Kind kind = status.isDirectory() ? Kind.FOLDER : Kind.FILE;
                    return Optional.of(new Child(
                            status.getPath(),
                            status.getPath().getName(),
                            kind,
                            status.getLen(),
                            status.getModificationTime()));
                }

                @Override
                public void close() {}
            };
        };
    }

    /** The JDK reads a local folder piecemeal; Hadoop's local file system would hold all of its names at once. */
    private static Children localChildren(Path folder) throws IOException {
        DirectoryStream<java.nio.file.Path> stream =
                Files.newDirectoryStream(java.nio.file.Path.of(folder.toUri().getPath()));
        Iterator<java.nio.file.Path> names = stream.iterator();
        return new Children() {
            @Override
            public Optional<Child> next() throws IOException {
                try {
                    while (names.hasNext()) {
                        java.nio.file.Path found = names.next();
                        Optional<BasicFileAttributes> attributes = attributes(found);
                        if (attributes.isPresent()) {
                            return Optional.of(child(found, attributes.get()));
                        }
                    }
                    return Optional.empty();
                } catch (DirectoryIteratorException e) {
                    throw e.getCause();
                }
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }

            private Child child(java.nio.file.Path found, BasicFileAttributes attributes) throws IOException {
                String name = found.getFileName().toString();
                Kind kind = attributes.isDirectory()
                        ? leadsBack(found) ? Kind.OTHER : Kind.FOLDER
                        : attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
                return new Child(
                        Locations.below(folder, name),
                        name,
                        kind,
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis());
            }
        };
    }

    /** Empty for what went away in the meantime and for a symbolic link that leads nowhere. */
    private static Optional<BasicFileAttributes> attributes(java.nio.file.Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a folder is a symbolic link to a folder that holds it, or that the walk has come through by another link:
     * it would never end.
     */
    private static boolean leadsBack(java.nio.file.Path folder) throws IOException {
        if (!Files.isSymbolicLink(folder)) {
            return false;
        }
        java.nio.file.Path target = folder.toRealPath();
        for (java.nio.file.Path above = folder.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
            if (above.toRealPath().startsWith(target)) {
                return true;
            }
        }
        return false;
    }

    /** Depth first, with one open folder per level. */
    private static final class Walk implements Iterator<FoundFile> {
        private final Source source;
        private final Path base;
        private final FileSelection selection;
        private final String location;
        private final Deque<Children> open = new ArrayDeque<>();
        private final List<String> folders = new ArrayList<>();
        private Optional<FoundFile> next;

        Walk(Source source, Path base, FileSelection selection, String location) {
            this.source = source;
            this.base = base;
            this.selection = selection;
            this.location = location;
            this.next = advance(base);
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

        private Optional<FoundFile> advance(Path base) {
            try {
                open.push(source.open(base));
            } catch (IOException e) {
                throw unreadable(e);
            }
            return advance();
        }

        private Optional<FoundFile> advance() {
            try {
                while (!open.isEmpty()) {
                    Optional<Child> child = open.peek().next();
                    if (child.isEmpty()) {
                        open.pop().close();
                        if (!folders.isEmpty()) {
                            folders.remove(folders.size() - 1);
                        }
                        continue;
                    }
                    Optional<FoundFile> found = visit(child.get());
                    if (found.isPresent()) {
                        return found;
                    }
                }
                return Optional.empty();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private Optional<FoundFile> visit(Child child) throws IOException {
            List<String> names = new ArrayList<>(folders);
            names.add(child.name());
            switch (child.kind()) {
                case FOLDER -> {
                    if (selection.enters(names)) {
                        folders.add(child.name());
                        open.push(source.open(child.path()));
                    }
                    return Optional.empty();
                }
                case FILE -> {
                    return selection.takes(names)
                            ? Optional.of(new FoundFile(child.path(), names, child.length(), child.modified()))
                            : Optional.empty();
                }
                default -> {
                    return Optional.empty();
                }
            }
        }

        private RuntimeException unreadable(IOException cause) {
            return StorageFault.of(
                    "images '" + location + "' cannot be listed: folder '" + String.join("/", folders)
                            + "' cannot be read",
                    base,
                    cause);
        }
    }
}

package io.lrpspark.pipeline.output;

import io.lrpspark.pipeline.input.Locations;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Writes files of which a reader sees all, or what was there before, on any file system of Hadoop: where a file appears when it is closed
 * (S3), into its place at once; elsewhere beside it at first, under a name that begins with a dot.
 */
public final class AtomicFile {
    /** Hadoop's name for a file that appears only if there is none: {@code If-None-Match} of S3. */
    private static final String CONDITIONAL = Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

    private AtomicFile() {}

    /** What is written. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes it.
         *
         * @param stream buffered by nobody; left open
         */
        void writeTo(OutputStream stream) throws IOException;
    }

    /**
     * Writes a file and the folders that it needs, in place of one that may be there. If that fails, what was there stays.
     *
     * @throws IOException if it cannot be written
     */
    public static void replace(Path file, Content content, Configuration configuration) throws IOException {
        FileSystem system = Locations.fileSystem(file, configuration);
        if (system instanceof RawLocalFileSystem local) {
            replace(local.pathToFile(file).toPath(), content);
        } else if (system.hasPathCapability(file, CommonPathCapabilities.ABORTABLE_STREAM)) {
            upload(system.create(file, true), content);
        } else {
            Path draft = new Path(file.getParent(), draft());
            try {
                try (OutputStream stream = system.create(draft, true)) {
                    content.writeTo(stream);
                }
                moveOver(draft, file, system, configuration);
            } finally {
                system.delete(draft, false);
            }
        }
    }

    /**
     * Writes a file of this machine and the folders that it needs, in place of one that may be there. What is no regular file, such as
     * {@code /dev/stdout} or a link, and what lies in a folder that may not be changed, is written into.
     *
     * @throws IOException if it cannot be written
     */
    public static void replace(java.nio.file.Path file, Content content) throws IOException {
        java.nio.file.Path folder = file.toAbsolutePath().getParent();
        boolean isSpecial =
                Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (!isSpecial) {
            Files.createDirectories(folder);
        }
        if (isSpecial || !Files.isWritable(folder)) {
            try (OutputStream stream = Files.newOutputStream(file)) {
                content.writeTo(stream);
            }
            return;
        }
        java.nio.file.Path draft = folder.resolve(draft());
        try {
            try (OutputStream stream = Files.newOutputStream(draft)) {
                content.writeTo(stream);
            }
            // REPLACE_EXISTING alone would delete the old file first.
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Writes a file unless it is there; of several that try at the same moment, one succeeds. On S3 this holds where the service knows
     * conditional writes and hadoop-aws is of version 3.4.2 or newer; elsewhere S3 is asked before, and the last of them wins. On other file
     * systems the name is there first: until the content is, a reader sees an empty file.
     *
     * @param content that no other writer has
     * @return whether this call has written it
     * @throws IOException if it cannot be written
     */
    public static boolean create(Path file, byte[] content, Configuration configuration) throws IOException {
        FileSystem system = Locations.fileSystem(file, configuration);
        if (system instanceof RawLocalFileSystem local) {
            return create(local.pathToFile(file).toPath(), content);
        }
        if (system.hasPathCapability(file, CONDITIONAL)) {
            try {
                FSDataOutputStreamBuilder<?, ?> builder = system.createFile(file);
                builder.overwrite(false).recursive();
                builder.opt(CONDITIONAL, true);
                upload(builder.build(), stream -> stream.write(content));
                return true;
            } catch (IOException e) {
                if (system.exists(file)) {
                    // Perhaps it is ours: an answer that was lost, and a second attempt that finds the first.
                    return Arrays.equals(content, read(file, content.length + 1, system));
                }
                if (!isUnsupported(e)) {
                    throw e;
                }
            }
        }
        FSDataOutputStream stream;
        try {
            stream = system.create(file, false);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            // HDFS has a failure of its own for a file that somebody is writing.
            if (system.exists(file)) {
                return false;
            }
            throw e;
        }
        upload(stream, bytes -> bytes.write(content));
        return true;
    }

    private static boolean create(java.nio.file.Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return false;
        }
    }

    private static String draft() {
        return "." + UUID.randomUUID() + ".part";
    }

    /** On S3, closing a stream makes its file appear, which must not happen to half of one. */
    private static void upload(FSDataOutputStream stream, Content content) throws IOException {
        try (stream) {
            try {
                content.writeTo(stream);
            } catch (IOException | RuntimeException | Error e) {
                if (stream.hasCapability(CommonPathCapabilities.ABORTABLE_STREAM)) {
                    stream.abort();
                }
                throw e;
            }
        }
    }

    /** By the one interface of Hadoop that can move over a file; where a file system lacks it, there is no file for a moment. */
    private static void moveOver(Path draft, Path file, FileSystem system, Configuration configuration)
            throws IOException {
        FileContext context;
        try {
            context = FileContext.getFileContext(file.toUri(), configuration);
        } catch (UnsupportedFileSystemException e) {
            system.delete(file, false);
            if (!system.rename(draft, file)) {
                throw new IOException("renaming " + draft + " failed", e);
            }
            return;
        }
        context.rename(draft, file, Options.Rename.OVERWRITE);
    }

    private static byte[] read(Path file, int most, FileSystem system) throws IOException {
        try (InputStream stream = system.open(file)) {
            return stream.readNBytes(most);
        }
    }

    /** Whether a service knows no conditions; by names, see {@link io.lrpspark.pipeline.input.StorageFault}. */
    private static boolean isUnsupported(IOException thrown) {
        return thrown.getClass().getSimpleName().equals("AWSUnsupportedFeatureException")
                || String.valueOf(thrown.getMessage()).contains("NotImplemented");
    }
}

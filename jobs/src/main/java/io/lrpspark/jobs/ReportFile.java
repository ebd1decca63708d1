package io.lrpspark.jobs;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.StorageFault;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.report.page.ReportPage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a report is written: a file of this machine, or wherever a URI says.
 *
 * @param location as the user wrote it
 */
record ReportFile(String location) {
    private static final int MOST_BYTES = 20_000_000;
    private static final double MEGABYTE = 1e6;

    /**
     * Refuses what cannot be written to, before any work.
     *
     * @throws UsageException if it is a folder, or there is no such place
     */
    void check(Configuration configuration) {
        if (Locations.isUri(location)) {
            Locations.path(location, configuration);
            return;
        }
        try {
            Path file = Path.of(location).toAbsolutePath();
            if (Files.isDirectory(file)) {
                throw new UsageException("output '" + location + "' is a folder: expected a file such as "
                        + Path.of(location, "report.html"));
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
     * Writes the page.
     *
     * @return its length in words, such as 2.3 MB
     * @throws UsageException if it cannot be written
     */
    String write(Report report, Configuration configuration) {
        byte[] page = ReportPage.within(MOST_BYTES, report)
                .orElseThrow(() -> new UsageException("the report of run '"
                        + report.run().id() + "' would be longer than " + MOST_BYTES
                        + " bytes even without images: its names and messages are too many"));
        try {
            if (Locations.isUri(location)) {
                org.apache.hadoop.fs.Path file = Locations.path(location, configuration);
                try (OutputStream stream =
                        Locations.fileSystem(file, configuration).create(file, true)) {
                    stream.write(page);
                }
            } else {
                write(page, Path.of(location).toAbsolutePath());
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        return String.format(Locale.ROOT, "%.1f MB", page.length / MEGABYTE);
    }

    /** Beside the file at first, so that a full disk leaves no half page; where that cannot be, into the file itself. */
    private static void write(byte[] page, Path file) throws IOException {
        boolean isSpecial = Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (isSpecial || !Files.isWritable(file.getParent())) {
            Files.write(file, page);
            return;
        }
        Path beside = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.write(beside, page);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
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
}

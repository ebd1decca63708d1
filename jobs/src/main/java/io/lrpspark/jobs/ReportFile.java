package io.lrpspark.jobs;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.StorageFault;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.report.page.ReportPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a report is written: a file of this machine, or wherever a URI says.
 *
 * @param location as the user wrote it
 */
record ReportFile(String location) {
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
            Files.createDirectories(file.getParent());
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
        byte[] page = page(report);
        try {
            if (Locations.isUri(location)) {
                org.apache.hadoop.fs.Path file = Locations.path(location, configuration);
                try (OutputStream stream =
                        Locations.fileSystem(file, configuration).create(file, true)) {
                    stream.write(page);
                }
            } else {
                Files.write(Path.of(location), page);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        return String.format(Locale.ROOT, "%.1f MB", page.length / MEGABYTE);
    }

    /** The whole page, some megabytes, before anything is written: no file is left half-way. */
    private static byte[] page(Report report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
            ReportPage.write(report, writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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

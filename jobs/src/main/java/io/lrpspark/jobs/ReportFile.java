package io.lrpspark.jobs;

import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.report.page.ReportPage;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a report is written.
 *
 * @param file of this machine, or wherever a URI says
 */
record ReportFile(OutputFile file) {
    private static final int MOST_BYTES = 20_000_000;
    private static final double MEGABYTE = 1e6;

    /**
     * Refuses what cannot be written to, before any work.
     *
     * @throws UsageException if it is a folder, or there is no such place
     */
    void check(Configuration configuration) {
        file.check("report.html", () -> configuration);
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
        file.write(stream -> stream.write(page), () -> configuration);
        return String.format(Locale.ROOT, "%.1f MB", page.length / MEGABYTE);
    }
}

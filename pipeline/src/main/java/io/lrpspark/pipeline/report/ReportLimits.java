package io.lrpspark.pipeline.report;

/**
 * How much of a run a report shows. With the standard limits, pictures take 9.6 MB of a page (a third more than their bytes, in
 * Base64) and everything else 9 MB at most, so that a page of any run stays below 20 MB; its length is checked when it is
 * written.
 *
 * @param classes lines in the table of classes
 * @param details classes in full
 * @param clusters of a class in full
 * @param points of a class in the plane
 * @param pictures images with their maps, over all classes in full
 * @param pictureBytes of images, their maps and the mean maps of classes in full
 * @param checks lines in the table of checks
 * @param findings checks outside their bounds
 * @param accusations accused clusters in words
 * @param changes classes that changed most since the baseline
 * @param causes of failures
 * @param examples of images for each cause
 * @param facts lines of provenance
 */
public record ReportLimits(
        int classes,
        int details,
        int clusters,
        int points,
        int pictures,
        long pictureBytes,
        int checks,
        int findings,
        int accusations,
        int changes,
        int causes,
        int examples,
        int facts) {

    /** For a page of at most 20 MB. */
    public static final ReportLimits STANDARD =
            new ReportLimits(1_000, 40, 6, 500, 800, 7_200_000, 200, 60, 20, 40, 20, 5, 100);
}

package io.lrpspark.pipeline.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.pipeline.report.ReportLimits;
import io.lrpspark.pipeline.report.model.Comparison;
import io.lrpspark.pipeline.report.model.FailureFacts;
import io.lrpspark.pipeline.report.model.Picture;
import io.lrpspark.pipeline.report.model.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final String SCRIPT = "<script>alert(1)</script>";
    private static final int MOST_BYTES = 20_000_000;

    private static String page(Report report) throws IOException {
        StringBuilder page = new StringBuilder();
        ReportPage.write(report, page);
        return page.toString();
    }

    @Test
    void escapesEveryStringOfTheData() throws IOException {
        String page = page(MadeUpReport.small(SCRIPT + "'\"&").report());

        assertThat(page).doesNotContain("<script>alert").contains("class 0&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(page).contains("image-0-0\\u003cscript>alert(1)\\u003c/script>");
        assertThat(page.split("</script>", -1)).hasSize(1 + 3);
    }

    @Test
    void loadsNothing() throws IOException {
        String page = page(MadeUpReport.small("").report());

        List<String> targets = Pattern.compile("(?:src|href)=\"([^\"]{1,5})")
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
        assertThat(targets).isNotEmpty().allMatch(target -> target.startsWith("#") || target.equals("data:"));
        assertThat(page).contains("Content-Security-Policy\" content=\"default-src &#x27;none&#x27;; img-src data:;");
        assertThat(page).doesNotContain(" style=\"");
    }

    @Test
    void saysWhatIsASelection() throws IOException {
        String page = page(MadeUpReport.small("").report());

        assertThat(page)
                .contains(
                        "The table has the 5 most remarkable of 15 classes",
                        "Showing 3 of 15 classes",
                        "Showing 60 of 70 checks",
                        "Showing 20 of 25 accused clusters",
                        "Showing 40 of 50 classes that are in both runs",
                        "Showing 20 of 21 causes");
    }

    @Test
    void ofARunWithoutAuditAndWithoutClassesSaysSo() throws IOException {
        Report full = MadeUpReport.small("").report();

        String page = page(new Report(
                full.run(),
                Optional.empty(),
                new Comparison(Optional.empty(), List.of(), List.of(), List.of(), 0),
                List.of(),
                0,
                List.of(),
                List.of(),
                new FailureFacts(0, List.of(), 0),
                List.of()));

        assertThat(page)
                .contains(
                        "not audited",
                        "lrp audit --tables tables --run run",
                        "There is no earlier run",
                        "No map has statistics.",
                        "No image failed.");
    }

    @Test
    void cutsTheMiddleOfALongName() {
        assertThat(Clip.name("photos/" + "x".repeat(200) + "/last.jpg"))
                .startsWith("photos/")
                .contains("…")
                .endsWith("/last.jpg")
                .hasSizeLessThan(130);
    }

    @Test
    void ofTheLargestRunWithTheLongestNamesStaysBelowTwentyMegabytes() throws IOException {
        ReportLimits limits = ReportLimits.STANDARD;
        int ofAClass = limits.pictures() / limits.details();
        byte[] share = new byte[(int) (limits.pictureBytes() / limits.details() / ofAClass / 2)];
        MadeUpReport largest = new MadeUpReport(
                limits.classes(),
                limits.details(),
                limits.points(),
                ofAClass,
                "<é漢".repeat(200),
                new Picture(Picture.Format.JPEG, share, 96, 96));

        // Mean maps are smaller than what stands for them here: 28 x 28 and 64 x 64 pixels at most.
        int meanMaps = limits.classes() + limits.details() * (2 + limits.clusters());
        int surplus = meanMaps * (share.length - 1_800) * 4 / 3;

        int length = page(largest.report()).getBytes(StandardCharsets.UTF_8).length;

        assertThat(length - surplus).isLessThan(MOST_BYTES).isGreaterThan(MOST_BYTES / 2);
    }
}

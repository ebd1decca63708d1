package io.lrpspark.pipeline.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lrpspark.pipeline.report.ReportLimits;
import io.lrpspark.pipeline.report.model.Comparison;
import io.lrpspark.pipeline.report.model.Comparison.ClassCounts;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                        "Showing 40 of 45 classes that changed, the most first; 50 could be compared.",
                        "2 classes have maps in this run alone. 1 class has maps in the baseline alone.",
                        "Showing 10 of 30 checks, those",
                        "Showing 12 of 1,300 images, a random sample",
                        "Showing 20 of 33 warnings of the run",
                        "Showing 100 of 143 facts",
                        "Showing 20 of 21 causes");
    }

    @Test
    void ofARunWithoutAuditAndWithoutClassesSaysSo() throws IOException {
        Report full = MadeUpReport.small("").report();

        String page = page(new Report(
                full.run(),
                Optional.empty(),
                Comparison.none(List.of()),
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

    private static Report compared(ClassCounts counts, String... remarks) {
        Report full = MadeUpReport.small("").report();
        return new Report(
                full.run(),
                full.audit(),
                new Comparison(
                        counts.equals(ClassCounts.NONE) ? Optional.empty() : Optional.of("before"),
                        List.of(remarks),
                        List.of(),
                        List.of(),
                        counts),
                full.classes(),
                full.classCount(),
                full.distributions(),
                full.details(),
                full.failures(),
                full.notes());
    }

    @Test
    void doesNotCallClassesUnchangedOfWhichNothingCouldBeCompared() throws IOException {
        assertThat(page(compared(new ClassCounts(0, 0, 1, 0))))
                .contains("Nothing of the classes could be compared.")
                .doesNotContain("has changed");
        assertThat(page(compared(new ClassCounts(6, 0, 0, 0))))
                .contains("None of the 6 classes that could be compared has changed.");
    }

    @Test
    void saysWhyThereIsNoBaselineAndNotThatThereIsNoEarlierRun() throws IOException {
        assertThat(page(compared(ClassCounts.NONE, "The run before is gone.")))
                .contains("The run before is gone.")
                .doesNotContain("There is no earlier run");
    }

    @Test
    void saysWhatRunAndAuditEndedWith() throws IOException {
        assertThat(page(MadeUpReport.small("").report()))
                .contains(
                        "<dt>Run</dt><dd>complete</dd>",
                        "<dt>Checks compared with</dt><dd>checked</dd>",
                        "1 check failed, 69 gave a warning, 14 passed, 9 were skipped; 25 clusters of maps are accused.",
                        "2026-01-02 03:04:05 UTC",
                        "20 images with a map; recall 100.0 % (50 of 50)");
    }

    @Test
    void hasFewerImagesWhereItWouldBeTooLong() throws IOException {
        Report report = MadeUpReport.small("").report();
        int length = page(report).getBytes(StandardCharsets.UTF_8).length;

        assertThat(ReportPage.within(length, report).orElseThrow()).hasSize(length);
        assertThat(new String(ReportPage.within(length - 1, report).orElseThrow(), StandardCharsets.UTF_8))
                .contains("Cluster 0, the most typical first (3 of 10 images)");
        assertThat(ReportPage.within(100_000, report)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "\\", "\u2028", "\u0001", "&", "\"", "漢", "a", "😀"})
    void cutsAStringOfAnyCharactersToItsLengthInThePage(String character) throws IOException {
        String cut = Clip.name(character.repeat(200));

        String html = j2html.TagCreator.text(cut).render();
        String json = new ObjectMapper()
                .writeValueAsString(cut)
                .replace("<", "\\u003c")
                .replace("\u2028", "\\u2028");
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
        assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123 + 2);
    }

    @Test
    void tellsTheEdgesOfANarrowIntervalApart() {
        assertThat(Numbers.edge(0.99987, 1e-6)).isNotEqualTo(Numbers.edge(0.99987 + 1e-6, 1e-6));
        assertThat(Numbers.edge(12.5, 10)).isEqualTo("13");
        assertThat(Numbers.edge(1, 0)).isEqualTo("1");
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
                limits.checks(),
                limits.points(),
                ofAClass,
                "<\\\u2028é漢\"\u0001".repeat(100),
                new Picture(Picture.Format.JPEG, share, 96, 96));

        // Mean maps are smaller than what stands for them here: 28 x 28 and 64 x 64 pixels at most.
        int meanMaps = limits.classes() + limits.details() * (2 + limits.clusters());
        int surplus = meanMaps * (share.length - 1_800) * 4 / 3;

        int length = page(largest.report()).getBytes(StandardCharsets.UTF_8).length;

        assertThat(length - surplus).isLessThan(MOST_BYTES).isGreaterThan(MOST_BYTES / 2);
    }
}

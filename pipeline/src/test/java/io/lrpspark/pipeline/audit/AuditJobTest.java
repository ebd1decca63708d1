package io.lrpspark.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.MadeUpRun;
import io.lrpspark.pipeline.SparkTest;
import io.lrpspark.pipeline.audit.AuditResult.Verdict;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditJobTest extends SparkTest {
    private static final int SIDE = 16;
    private static final RunId RUN = new RunId("audited");

    @TempDir
    private Path folder;

    /** A blob anywhere and, if asked for, a mark in the upper left corner. */
    private static float[] map(Random random, float mark) {
        float[] map = new float[SIDE * SIDE];
        int row = 3 + random.nextInt(SIDE - 7);
        int column = 3 + random.nextInt(SIDE - 7);
        for (int y = row; y < row + 4; y++) {
            for (int x = column; x < column + 4; x++) {
                map[y * SIDE + x] = 1 + random.nextFloat();
            }
        }
        map[0] = mark;
        return map;
    }

    private RunCatalog run(RunId run, String started, float mark) {
        MadeUpRun madeUp = new MadeUpRun(spark(), folder.toString());
        for (int target = 0; target < 4; target++) {
            Random random = new Random(target);
            for (int image = 0; image < 30; image++) {
                madeUp.map(target + "/" + image, target, target, map(random, target == 2 ? mark : 0));
            }
        }
        madeUp.map("4/first", 4, 4, map(new Random(5), 0)).map("4/second", 4, 4, new float[SIDE * SIDE]);
        return madeUp.write(run, Map.of("started_at", started));
    }

    private RunCatalog few(RunId run, int side, String weights) {
        return few(run, side, Map.of("weights_sha256", weights));
    }

    private RunCatalog few(RunId run, int side, Map<String, String> provenance) {
        MadeUpRun madeUp = new MadeUpRun(spark(), folder.toString());
        for (int image = 0; image < 4; image++) {
            float[] map = new float[side * side];
            map[image] = 1;
            madeUp.map("image " + image, image % 2, image % 2, map);
        }
        return madeUp.write(run, Map.of("started_at", "2026-01-01", "program", Map.of("provenance", provenance)));
    }

    private AuditResult audit(RunCatalog catalog, Optional<Path> checks) {
        return AuditJob.run(spark(), catalog, new AuditSettings(RUN, Optional.empty(), checks), step -> {});
    }

    @Test
    void accusesTheClassWithAMarkAndNoOther() {
        AuditResult result = audit(run(RUN, "2026-01-02", 15), Optional.empty());

        assertThat(result.accused()).isNotEmpty().allSatisfy(cluster -> {
            assertThat(cluster.className()).isEqualTo("class 2");
            assertThat(cluster.reason()).contains("top left");
        });
        assertThat(result.verdict()).isEqualTo(Verdict.WARNINGS);
    }

    @Test
    void accusesNothingWhereNothingIsWrongAndRecordsTheVerdict() {
        RunCatalog catalog = run(RUN, "2026-01-02", 0);

        AuditResult result = audit(catalog, Optional.empty());

        assertThat(result.accused()).isEmpty();
        assertThat(catalog.records().readFinished(RUN).orElseThrow().get("audit"))
                .asString()
                .contains("verdict=" + result.verdict().name().toLowerCase(Locale.ROOT), "accused_clusters=0");
        assertThat(catalog.records().readFinished(RUN).orElseThrow()).containsEntry("verdict", "complete");
    }

    @Test
    void comparesWithTheRunBefore() throws IOException {
        run(new RunId("before"), "2026-01-01", 0);
        RunCatalog catalog = run(RUN, "2026-01-02", 15);
        Path checks = Files.writeString(
                folder.resolve("checks.yaml"),
                """
                checks:
                  - {name: rise, table: attributions, metric: avg(corner_share), scope: class 2, compare: absolute, upper: 0.1}
                  - {name: maps, table: changes, metric: min(cosine), scope: class, lower: 0.9, level: warning}
                """);

        AuditResult result = audit(catalog, Optional.of(checks));

        assertThat(result.baseline()).contains(new RunId("before"));
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.checks().get(0).message())
                .startsWith("rise of class 2 is ")
                .endsWith("expected at most 0.1");
        assertThat(result.checks().stream().filter(check -> check.status() == CheckResult.Status.WARNING))
                .singleElement()
                .satisfies(check -> assertThat(check.target()).contains(2));
    }

    @Test
    void listsTheColumnsForAWrongOne() throws IOException {
        Path checks = Files.writeString(
                folder.resolve("checks.yaml"), "checks: [{name: odd, table: summary, metric: avg(corners), upper: 1}]");
        RunCatalog catalog = run(RUN, "2026-01-02", 0);

        assertThatThrownBy(() -> audit(catalog, Optional.of(checks)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("check 'odd'")
                .hasMessageContaining("The columns of summary are target, target_name, images");
    }

    @Test
    void refusesARunThatIsUnfinished() {
        RunCatalog catalog = few(new RunId("whole"), 4, "a");
        catalog.records().started(RUN, Map.of("started_at", "2026-01-02"));

        assertThatThrownBy(() -> audit(catalog, Optional.empty()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("run 'audited' is unfinished")
                .hasMessageContaining("such as whole");
    }

    @Test
    void saysInWhatTheBaselineIsAnotherAndComparesTheRest() throws IOException {
        RunId before = new RunId("before");
        few(before, 8, "a");
        RunCatalog catalog = few(RUN, 4, "b");
        Path checks = Files.writeString(
                folder.resolve("checks.yaml"),
                """
                checks:
                  - {name: maps, table: changes, metric: min(cosine), scope: class, lower: 0.9}
                  - {name: images, table: summary, metric: max(images), compare: absolute, lower: 0}
                """);

        AuditResult result = AuditJob.run(
                spark(), catalog, new AuditSettings(RUN, Optional.of(before), Optional.of(checks)), step -> {});

        assertThat(result.notes())
                .anySatisfy(note -> assertThat(note).contains("other weights (a, not b)"))
                .anySatisfy(note -> assertThat(note).contains("1 × 8 × 8, not 1 × 4 × 4", "are not compared"));
        assertThat(result.checks())
                .extracting(CheckResult::status)
                .containsExactlyInAnyOrder(CheckResult.Status.SKIPPED, CheckResult.Status.PASSED);
    }

    @Test
    void comparesNoStatisticsAndNoMeanMapsOfMapsThatWereMadeInAnotherWay() throws IOException {
        RunId before = new RunId("before");
        few(before, 4, Map.of("composite", "gradient"));
        RunCatalog catalog = few(RUN, 4, Map.of("composite", "epsilon"));
        Path checks = Files.writeString(
                folder.resolve("checks.yaml"),
                """
                checks:
                  - {name: maps, table: changes, metric: min(cosine), scope: class, lower: 0.9}
                  - {name: corners, table: attributions, metric: avg(corner_share), compare: absolute, upper: 1}
                  - {name: images, table: summary, metric: max(images), compare: absolute, lower: 0}
                """);

        AuditResult result = AuditJob.run(
                spark(), catalog, new AuditSettings(RUN, Optional.of(before), Optional.of(checks)), step -> {});

        assertThat(result.notes()).singleElement().asString().contains("another composite (gradient, not epsilon)");
        assertThat(result.checks())
                .extracting(CheckResult::status)
                .containsExactly(CheckResult.Status.SKIPPED, CheckResult.Status.SKIPPED, CheckResult.Status.PASSED);
    }

    @Test
    void auditsATableOfAnOlderVersionWithoutCornersOfTheirOwn() {
        RunCatalog catalog = older("negative_share", "corner_upper_left_share", "corner_lower_right_share");

        AuditResult result = audit(catalog, Optional.empty());

        assertThat(result.accused()).isEmpty();
        assertThat(result.verdict()).isNotEqualTo(Verdict.FAILED);
    }

    @Test
    void refusesATableWithoutMaps() {
        RunCatalog catalog = older("relevance");

        assertThatThrownBy(() -> audit(catalog, Optional.empty()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("run 'audited' have no column relevance")
                .hasMessageContaining("written by lrp attribute");
    }

    /** A finished run whose attributions lack columns. */
    private RunCatalog older(String... missing) {
        RunId whole = new RunId("whole");
        RunCatalog catalog = few(whole, 4, "a");
        spark().read()
                .parquet(catalog.tables().wave(whole, 0).toString())
                .drop(missing)
                .write()
                .parquet(catalog.tables().wave(RUN, 0).toString());
        catalog.records().started(RUN, Map.of("started_at", "2025-12-31"));
        catalog.records().finished(RUN, Map.of("verdict", "complete"));
        return catalog;
    }
}

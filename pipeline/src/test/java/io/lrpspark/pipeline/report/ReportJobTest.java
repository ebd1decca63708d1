package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.MadeUpRun;
import io.lrpspark.pipeline.SparkTest;
import io.lrpspark.pipeline.audit.AuditJob;
import io.lrpspark.pipeline.audit.AuditSettings;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.report.model.ClassDetail;
import io.lrpspark.pipeline.report.model.ClassDetail.Gallery;
import io.lrpspark.pipeline.report.model.ClassLine;
import io.lrpspark.pipeline.report.model.Comparison;
import io.lrpspark.pipeline.report.model.Comparison.ClassCounts;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.summary.Summarize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJobTest extends SparkTest {
    private static final int SIDE = 16;
    private static final RunId RUN = new RunId("reported");
    private static final RunId BEFORE = new RunId("before");

    @TempDir
    private Path folder;

    @Override
    public SparkConf conf() {
        return super.conf().set("spark.sql.shuffle.partitions", "1").set("spark.default.parallelism", "1");
    }

    private static float[] map(Random random, int row, int column) {
        float[] map = new float[SIDE * SIDE];
        for (int y = row; y < row + 4; y++) {
            for (int x = column; x < column + 4; x++) {
                map[y * SIDE + x] = 1 + random.nextFloat();
            }
        }
        return map;
    }

    private MadeUpRun madeUp(int classes, int images) {
        MadeUpRun run = new MadeUpRun(spark(), folder.toString());
        for (int target = 0; target < classes; target++) {
            Random random = new Random(target);
            for (int image = 0; image < images; image++) {
                run.map(
                        target + "/" + image,
                        target,
                        target,
                        map(random, random.nextInt(SIDE - 4), random.nextInt(SIDE - 4)));
            }
        }
        return run;
    }

    private static Map<String, Object> started(String time, String weights, String composite) {
        Map<String, Object> started = new LinkedHashMap<>();
        started.put("started_at", time);
        started.put("program", Map.of("provenance", Map.of("weights_sha256", weights, "composite", composite)));
        return started;
    }

    private Report report(RunCatalog catalog) {
        return ReportJob.run(spark(), catalog, ReportSettings.of(RUN), step -> {});
    }

    private void audit(RunCatalog catalog) {
        AuditJob.run(spark(), catalog, AuditSettings.of(RUN), step -> {});
    }

    @Test
    void ofARunThatWasNotAuditedHasClassesAndImagesButNoVerdict() {
        RunCatalog catalog = madeUp(3, 6).failure("broken").write(RUN, started("2026-01-02", "a", "epsilon"));
        Summarize.again(spark(), catalog, RUN);

        Report report = report(catalog);

        assertThat(report.audit()).isEmpty();
        assertThat(report.comparison().baseline()).isEmpty();
        assertThat(report.classes()).extracting(ClassLine::name).containsExactly("class 0", "class 1", "class 2");
        assertThat(report.details()).allSatisfy(detail -> {
            assertThat(detail.meanMap()).isPresent();
            assertThat(detail.galleries()).extracting(Gallery::kind).contains(Gallery.Kind.TYPICAL);
        });
        assertThat(report.failures().causes()).singleElement().satisfies(cause -> {
            assertThat(cause.error()).isEqualTo("Truncated");
            assertThat(cause.examples()).singleElement().extracting("image").isEqualTo("broken");
        });
        assertThat(report.distributions()).isNotEmpty().allSatisfy(distribution -> assertThat(
                        distribution.maps().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(18));
    }

    @Test
    void showsAccusedClassesFirst() {
        MadeUpRun madeUp = madeUp(4, 30);
        Random random = new Random(9);
        for (int image = 0; image < 30; image++) {
            madeUp.map("4/" + image, 4, 4, map(random, 0, 0));
        }
        RunCatalog catalog = madeUp.write(RUN, started("2026-01-02", "a", "epsilon"));
        audit(catalog);

        Report report = report(catalog);

        assertThat(report.audit().orElseThrow().accusations())
                .isNotEmpty()
                .allSatisfy(accusation -> assertThat(accusation.className()).isEqualTo("class 4"));
        ClassDetail first = report.details().get(0);
        assertThat(first.line().name()).isEqualTo("class 4");
        assertThat(first.line().hasFindings()).isTrue();
        assertThat(first.clusters()).isNotEmpty().allSatisfy(cluster -> assertThat(cluster.meanMap())
                .isPresent());
        assertThat(first.points()).hasSize(30);
        assertThat(first.pointTotal()).isEqualTo(30);
        assertThat(first.galleries())
                .filteredOn(gallery -> gallery.kind() == Gallery.Kind.CLUSTER)
                .isNotEmpty()
                .allSatisfy(gallery -> assertThat(gallery.images()).isNotEmpty().allSatisfy(image -> {
                    assertThat(image.heatmap()).isPresent();
                    assertThat(image.thumbnail()).isEmpty();
                }));
    }

    @Test
    void showsTheImagesOfAClusterFromTheMostTypicalOn() {
        RunCatalog catalog = madeUp(3, 40).write(RUN, started("2026-01-02", "a", "epsilon"));
        audit(catalog);
        Map<String, Double> distances = new HashMap<>();
        spark().read()
                .parquet(catalog.tables().clusterMembers(RUN).toString())
                .select(col("image_id"), col("distance").cast("double"))
                .collectAsList()
                .forEach(row -> distances.put(row.getString(0), row.getDouble(1)));

        assertThat(report(catalog).details().stream()
                        .flatMap(detail -> detail.galleries().stream())
                        .filter(gallery -> gallery.kind() == Gallery.Kind.CLUSTER))
                .anySatisfy(gallery -> assertThat(gallery.images()).hasSizeGreaterThan(12))
                .allSatisfy(gallery -> assertThat(gallery.images())
                        .extracting(image -> distances.get(image.image()))
                        .isSorted());
    }

    @Test
    void comparesWithTheBaselineOfTheAudit() {
        madeUp(3, 6).write(BEFORE, started("2026-01-01", "a", "epsilon"));
        MadeUpRun other = madeUp(2, 6);
        for (int image = 0; image < 6; image++) {
            other.map("2/" + image, 2, image % 2 == 0 ? 2 : 1, map(new Random(image), 0, 0));
        }
        RunCatalog catalog = other.write(RUN, started("2026-01-02", "b", "epsilon"));
        audit(catalog);

        Comparison comparison = report(catalog).comparison();

        assertThat(comparison.baseline()).contains("before");
        assertThat(comparison.remarks()).singleElement().asString().contains("other weights (a, not b)");
        assertThat(comparison.classes().get(0).name()).isEqualTo("class 2");
        assertThat(comparison.classes().get(0).recall().before()).contains(1.0);
        assertThat(comparison.classes().get(0).recall().now()).contains(0.5);
        assertThat(comparison.classes().get(0).cosine().orElseThrow()).isBetween(-1.0, 0.9);
    }

    @Test
    void comparesNoMapsThatWereMadeInAnotherWay() {
        RunCatalog catalog = madeUp(2, 4).write(BEFORE, started("2026-01-01", "a", "gradient"));
        Summarize.again(spark(), catalog, BEFORE);
        madeUp(2, 4).write(RUN, started("2026-01-02", "a", "epsilon"));
        Summarize.again(spark(), catalog, RUN);

        Report report = report(catalog);

        assertThat(report.comparison().remarks())
                .anySatisfy(remark ->
                        assertThat(remark).contains("another composite (gradient, not epsilon)", "are not compared"))
                .contains("Of the classes, recall alone is compared.");
        assertThat(report.comparison().counts()).isEqualTo(new ClassCounts(2, 0, 0, 0));
        assertThat(report.distributions())
                .allSatisfy(distribution -> assertThat(distribution.before()).isEmpty());
    }

    @Test
    void comparesNoMeanMapsOfAnotherSize() {
        MadeUpRun small = new MadeUpRun(spark(), folder.toString());
        for (int image = 0; image < 4; image++) {
            small.map("0/" + image, 0, 0, new float[] {1, 2, 3, image});
        }
        RunCatalog catalog = small.write(BEFORE, started("2026-01-01", "a", "epsilon"));
        Summarize.again(spark(), catalog, BEFORE);
        madeUp(1, 4).write(RUN, started("2026-01-02", "a", "epsilon"));
        Summarize.again(spark(), catalog, RUN);

        Comparison comparison = report(catalog).comparison();

        assertThat(comparison.remarks())
                .singleElement()
                .asString()
                .contains("maps of 1 × 2 × 2, not 1 × 16 × 16", "mean maps are not compared");
        assertThat(comparison.classes()).isNotEmpty().allSatisfy(change -> {
            assertThat(change.cosine()).isEmpty();
            assertThat(change.statistic()).isPresent();
        });
    }

    @Test
    void takesConstantMapsAndMapsThatAreNotFiniteAndClassesOfTwo() {
        float[] odd = map(new Random(1), 0, 0);
        odd[3] = Float.NaN;
        MadeUpRun madeUp = madeUp(3, 8)
                .map("3/constant", 3, 3, new float[SIDE * SIDE])
                .map("3/other", 3, 3, new float[SIDE * SIDE])
                .map("0/odd", 0, 0, odd)
                .map("4/odd", 4, 4, odd)
                .thumbnail(5, new byte[] {1, 2, 3})
                .map("5/first", 5, 5, map(new Random(2), 3, 3))
                .map("5/second", 5, 5, map(new Random(3), 3, 3));
        RunCatalog catalog = madeUp.write(RUN, started("2026-01-02", "a", "epsilon"));
        audit(catalog);

        Report report = report(catalog);

        assertThat(report.details()).hasSize(6);
        assertThat(detail(report, 4).meanMap()).isEmpty();
        assertThat(detail(report, 3).meanMap()).isPresent();
        assertThat(detail(report, 3).galleries().stream().flatMap(gallery -> gallery.images().stream()))
                .allSatisfy(image -> assertThat(image.heatmap()).isPresent());
        assertThat(detail(report, 5).galleries().stream().flatMap(gallery -> gallery.images().stream()))
                .isNotEmpty()
                .allSatisfy(image -> {
                    assertThat(image.thumbnail()).isEmpty();
                    assertThat(image.heatmap()).isPresent();
                });
        assertThat(report.distributions().get(0).notFinite()).isEqualTo(2);
    }

    private static ClassDetail detail(Report report, int target) {
        return report.details().stream()
                .filter(detail -> detail.line().target() == target)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsAsMuchAsTheLimitsAllow() {
        RunCatalog catalog = madeUp(12, 5).write(RUN, started("2026-01-02", "a", "epsilon"));
        Summarize.again(spark(), catalog, RUN);
        ReportLimits limits = new ReportLimits(10, 3, 1, 5, 6, 1_000_000, 1, 1, 1, 1, 1, 1, 2);

        Report report = ReportJob.run(spark(), catalog, new ReportSettings(RUN, Optional.empty(), limits), step -> {});

        assertThat(report.classCount()).isEqualTo(12);
        assertThat(report.classes()).hasSize(10);
        assertThat(report.details()).hasSize(3).allSatisfy(detail -> assertThat(detail.galleries().stream()
                        .mapToInt(gallery -> gallery.images().size())
                        .sum())
                .isEqualTo(2));
        assertThat(report.run().provenance()).hasSize(2);
    }

    @Test
    void saysThatTheBaselineOfTheAuditIsGone() {
        RunCatalog catalog = madeUp(2, 4).write(RUN, started("2026-01-02", "a", "epsilon"));
        Summarize.again(spark(), catalog, RUN);
        catalog.records().finished(RUN, Map.of("verdict", "complete", "audit", Map.of("baseline", BEFORE.value())));

        Report report = report(catalog);

        assertThat(report.comparison().baseline()).isEmpty();
        assertThat(report.comparison().remarks()).singleElement().asString().contains("before", "is gone");
    }

    @Test
    void doesWithoutAnAutomaticBaselineThatCannotBeReadAndSaysSo() throws IOException {
        RunCatalog catalog = madeUp(2, 4).write(BEFORE, started("2026-01-01", "a", "epsilon"));
        madeUp(2, 4).write(RUN, started("2026-01-02", "a", "epsilon"));
        Summarize.again(spark(), catalog, RUN);
        spark().range(3).write().parquet(catalog.tables().summary(BEFORE).toString());

        Report report = report(catalog);

        assertThat(report.comparison().baseline()).isEmpty();
        assertThat(report.comparison().remarks())
                .singleElement()
                .asString()
                .contains("The run before cannot be compared with", "has no column target");
        assertThatThrownBy(() -> ReportJob.run(
                        spark(),
                        catalog,
                        new ReportSettings(RUN, Optional.of(BEFORE), ReportLimits.STANDARD),
                        step -> {}))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void refusesTheRunItselfAsItsBaseline() {
        RunCatalog catalog = madeUp(1, 2).write(RUN, started("2026-01-02", "a", "epsilon"));

        assertThatThrownBy(() -> ReportJob.run(
                        spark(), catalog, new ReportSettings(RUN, Optional.of(RUN), ReportLimits.STANDARD), step -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is the run itself: expected another finished run");
    }

    @Test
    void comparesNoClassesWhereTheirNumberIsAnother() {
        Map<String, Object> before = started("2026-01-01", "a", "epsilon");
        before.put("classes", Map.of("count", 5));
        RunCatalog catalog = madeUp(2, 4).write(BEFORE, before);
        Summarize.again(spark(), catalog, BEFORE);
        Map<String, Object> now = started("2026-01-02", "a", "epsilon");
        now.put("classes", Map.of("count", 6));
        now.put("target", "predicted");
        madeUp(2, 4).write(RUN, now);
        Summarize.again(spark(), catalog, RUN);

        Comparison comparison = report(catalog).comparison();

        assertThat(comparison.counts().compared()).isZero();
        assertThat(comparison.remarks())
                .containsExactly(
                        "The baseline has 5 classes, not 6: only the numbers of the whole runs are compared.",
                        "It is unknown whether the baseline has the same target: one of the two records does not say.");
    }

    @Test
    void readsMapsInDoublePrecisionFromElsewhere() throws IOException {
        RunCatalog catalog = madeUp(2, 4).write(RUN, started("2026-01-02", "a", "epsilon"));
        Summarize.again(spark(), catalog, RUN);
        Path wave = Path.of(catalog.tables().wave(RUN, 0).toUri().getPath());
        Path newer = Files.move(wave, folder.resolve("single"));
        spark().read()
                .parquet(newer.toString())
                .withColumn("relevance", col("relevance").cast("array<double>"))
                .withColumn("relevance_shape", col("relevance_shape").cast("array<bigint>"))
                .write()
                .parquet(wave.toString());

        assertThat(report(catalog).details()).hasSize(2).allSatisfy(detail -> assertThat(
                        detail.galleries().stream().flatMap(gallery -> gallery.images().stream()))
                .isNotEmpty()
                .allSatisfy(image -> assertThat(image.heatmap()).isPresent()));
    }

    @Test
    void ofARunOfWhichEverythingFailedHasTheFailures() {
        RunCatalog catalog = new MadeUpRun(spark(), folder.toString())
                .failure("one")
                .failure("two")
                .write(RUN, started("2026-01-02", "a", "epsilon"));
        Summarize.again(spark(), catalog, RUN);

        Report report = report(catalog);

        assertThat(report.classes()).isEmpty();
        assertThat(report.details()).isEmpty();
        assertThat(report.distributions()).isEmpty();
        assertThat(report.failures().total()).isEqualTo(2);
    }

    @Test
    void asksForTheSummaryWhereThereIsNone() {
        RunCatalog catalog = madeUp(1, 2).write(RUN, started("2026-01-02", "a", "epsilon"));

        assertThatThrownBy(() -> report(catalog))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("has no table summary")
                .hasMessageContaining("run lrp summarize --tables");
    }

    @Test
    void namesTheColumnThatATableOfAnotherVersionLacks() {
        RunCatalog catalog = madeUp(1, 2).write(RUN, started("2026-01-02", "a", "epsilon"));
        spark().range(3).write().parquet(catalog.tables().summary(RUN).toString());

        assertThatThrownBy(() -> report(catalog))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("the table summary of run 'reported' has no column target")
                .hasMessageContaining("run lrp summarize");
    }

    @Test
    void readsATableOfAnOlderVersionWithoutWhatItLacks() throws IOException {
        RunCatalog catalog = madeUp(2, 4).write(RUN, started("2026-01-02", "a", "epsilon"));
        Summarize.again(spark(), catalog, RUN);
        Path summary = folder.resolve("summary").resolve("run_id=" + RUN);
        Path newer = Files.move(summary, folder.resolve("newer"));
        spark().read()
                .parquet(newer.toString())
                .drop("recall", "confusion", "corner_share", "mean_abs_relevance")
                .write()
                .parquet(summary.toString());

        Report report = report(catalog);

        assertThat(report.classes()).hasSize(2).allSatisfy(line -> {
            assertThat(line.cornerShare()).isEmpty();
            assertThat(line.recall()).isEmpty();
            assertThat(line.images()).isEqualTo(4);
        });
    }
}

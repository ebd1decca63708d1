package io.lrpspark.pipeline.report.page;

import io.lrpspark.lrp.image.ColorMap;
import io.lrpspark.lrp.image.Heatmap;
import io.lrpspark.pipeline.report.model.AuditFacts;
import io.lrpspark.pipeline.report.model.AuditFacts.Accusation;
import io.lrpspark.pipeline.report.model.AuditFacts.Check;
import io.lrpspark.pipeline.report.model.AuditFacts.Finding;
import io.lrpspark.pipeline.report.model.AuditFacts.Status;
import io.lrpspark.pipeline.report.model.AuditFacts.Verdict;
import io.lrpspark.pipeline.report.model.ClassDetail;
import io.lrpspark.pipeline.report.model.ClassDetail.Cluster;
import io.lrpspark.pipeline.report.model.ClassDetail.Gallery;
import io.lrpspark.pipeline.report.model.ClassDetail.Point;
import io.lrpspark.pipeline.report.model.ClassDetail.ShownImage;
import io.lrpspark.pipeline.report.model.ClassDetail.Statistic;
import io.lrpspark.pipeline.report.model.ClassLine;
import io.lrpspark.pipeline.report.model.Comparison;
import io.lrpspark.pipeline.report.model.Comparison.Change;
import io.lrpspark.pipeline.report.model.Comparison.ClassChange;
import io.lrpspark.pipeline.report.model.Comparison.ClassCounts;
import io.lrpspark.pipeline.report.model.Comparison.Unit;
import io.lrpspark.pipeline.report.model.Distribution;
import io.lrpspark.pipeline.report.model.Fact;
import io.lrpspark.pipeline.report.model.FailureFacts;
import io.lrpspark.pipeline.report.model.FailureFacts.Cause;
import io.lrpspark.pipeline.report.model.FailureFacts.Example;
import io.lrpspark.pipeline.report.model.Picture;
import io.lrpspark.pipeline.report.model.Quantiles;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.report.model.RunFacts;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A report of any size, with everything in it that a page can show.
 *
 * @param classes lines of the table
 * @param details classes in full
 * @param checks lines of the table
 * @param points of each class in full
 * @param pictures of each class in full
 * @param text stands at the end of every name and message
 * @param picture for all images
 */
record MadeUpReport(int classes, int details, int checks, int points, int pictures, String text, Picture picture) {
    private static final Quantiles QUANTILES = new Quantiles(Optional.of(0.1), Optional.of(0.2), Optional.of(0.4));

    /** A small one. */
    static MadeUpReport small(String text) {
        float[] map = new float[64];
        map[9] = 1;
        byte[] png = Heatmap.png(Heatmap.render(map, 8, 8, ColorMap.named("bwr")));
        return new MadeUpReport(5, 3, 10, 12, 6, text, new Picture(Picture.Format.PNG, png, 8, 8));
    }

    private static <T> List<T> many(int count, IntFunction<T> each) {
        return IntStream.range(0, count).mapToObj(each).toList();
    }

    Report report() {
        return new Report(
                new RunFacts(
                        "run" + text,
                        "tables" + text,
                        Optional.of("complete"),
                        Optional.of("2026-01-02T03:04:05.678Z"),
                        Optional.of("densenet" + text),
                        Optional.of("epsilon-plus on untangled"),
                        1_234,
                        1_200,
                        34,
                        Optional.of(0.9),
                        many(20, index -> "warning" + text),
                        33,
                        many(100, index -> new Fact("fact " + index + text, "value" + text)),
                        143),
                Optional.of(audit()),
                comparison(),
                many(classes, this::line),
                classes + 10,
                many(
                        13,
                        index -> new Distribution(
                                "statistic_" + index,
                                0,
                                1,
                                Collections.nCopies(24, 5L),
                                Optional.of(Collections.nCopies(24, 4L)),
                                QUANTILES,
                                1)),
                many(details, this::detail),
                new FailureFacts(
                        34,
                        many(
                                20,
                                index -> new Cause(
                                        "decode",
                                        "Truncated" + index,
                                        3,
                                        many(5, each -> new Example("broken" + text, Optional.of("message" + text))))),
                        21),
                List.of("note" + text));
    }

    private AuditFacts audit() {
        return new AuditFacts(
                Verdict.FAILED,
                Optional.of("2026-01-02T04:04:05Z"),
                Optional.of("checked" + text),
                Map.of(Status.FAILED, 1L, Status.WARNING, 69L, Status.PASSED, 14L, Status.SKIPPED, 9L),
                many(checks, index -> new Check("check " + index + text, "avg(x)" + text, "at most 0.1", 1, 2, 3, 4)),
                checks + 20,
                many(
                        60,
                        index -> new Finding(
                                index == 0 ? Status.FAILED : Status.WARNING, Optional.of(index), "finding" + text)),
                70,
                many(
                        20,
                        index -> new Accusation(
                                index % classes, name(index % classes), 0, 10, 20, Optional.of("reason" + text))),
                25);
    }

    private Comparison comparison() {
        Change change = new Change("number", Unit.NUMBER, Optional.of(0.5), Optional.of(0.75));
        return new Comparison(
                Optional.of("before" + text),
                many(5, index -> "remark" + text),
                many(17, index -> change),
                many(
                        40,
                        index -> new ClassChange(
                                index % classes, name(index % classes), change, Optional.of(change), Optional.of(0.5))),
                new ClassCounts(50, 45, 2, 1));
    }

    private String name(int target) {
        return "class " + target + text;
    }

    private ClassLine line(int target) {
        return new ClassLine(
                target,
                name(target),
                20 + target,
                1,
                50,
                target == 1 ? Optional.empty() : Optional.of(1.0 / (1 + target)),
                Optional.of(0.8),
                Optional.of("other" + text),
                Optional.of(0.1),
                Optional.of(0.2),
                2,
                target == 0 ? 1 : 0,
                target == 0 ? 1 : 0,
                0,
                Optional.of(picture));
    }

    private ClassDetail detail(int target) {
        return new ClassDetail(
                line(target),
                Optional.of(picture),
                Optional.of(picture),
                many(13, index -> new Statistic("statistic_" + index, QUANTILES, QUANTILES)),
                many(
                        6,
                        number -> new Cluster(
                                number,
                                10,
                                Optional.of(0.5),
                                number == 0,
                                Optional.of(1),
                                Optional.of("reason" + text),
                                Optional.of("label" + text),
                                Optional.of(0.1),
                                Optional.of(0.2),
                                Optional.of(0.3),
                                Optional.of(picture))),
                many(points, index -> new Point(image(target, index), index % 3, Math.sin(index), Math.cos(index))),
                points + 1_288,
                List.of(new Gallery(
                        Gallery.Kind.CLUSTER,
                        Optional.of(0),
                        many(
                                pictures,
                                index -> new ShownImage(
                                        image(target, index),
                                        Optional.of("label" + text),
                                        Optional.of("predicted" + text),
                                        Optional.of(0.5),
                                        Optional.of(false),
                                        Optional.of(picture),
                                        Optional.of(picture))),
                        10)));
    }

    private String image(int target, int index) {
        return "image-" + target + "-" + index + text;
    }
}

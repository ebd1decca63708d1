package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.option;
import static j2html.TagCreator.p;
import static j2html.TagCreator.select;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.lrpspark.pipeline.report.model.ClassLine;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.report.page.Elements.Tone;
import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import j2html.tags.specialized.ThTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All classes in a table that can be sorted and filtered. */
final class ClassesPart {
    private ClassesPart() {}

    /** @param anchors targets of the classes that are shown in full */
    static DomContent of(Report report, Set<Integer> anchors) {
        String shown = report.classes().size() < report.classCount()
                ? "The table has the " + Numbers.count(report.classes().size()) + " most remarkable of "
                        + Numbers.count(report.classCount()) + " classes; all are in the table summary."
                : "The table has all classes of the run (" + Numbers.count(report.classCount()) + ").";
        return Elements.part(
                "classes",
                "Classes",
                p(shown + " A name leads to the class in full, where it is shown."),
                controls(),
                Elements.scrolling(
                                "Classes",
                                table(
                                                caption("Classes of the run"),
                                                thead(tr(
                                                        th("Mean map").attr("scope", "col"),
                                                        header("Class", "text"),
                                                        header("Findings", "severity"),
                                                        header("Images", "number"),
                                                        header("Failures", "number"),
                                                        header("Recall", "number"),
                                                        th("Most mistaken for").attr("scope", "col"),
                                                        header("Corner share (median)", "number"),
                                                        header("Border share (median)", "number"),
                                                        header("Clusters", "number"))),
                                                tbody(each(report.classes(), line -> row(line, anchors))))
                                        .withId("class-table"))
                        .withClass("scroll tall"));
    }

    private static DomContent controls() {
        return div(
                        label(
                                text("Filter by name "),
                                input().withType("search").withId("class-filter")),
                        label(
                                text("Show "),
                                select(
                                                option("all").withValue("all"),
                                                option("with findings").withValue("findings"),
                                                option("in full below").withValue("full"))
                                        .withId("class-show")),
                        p().withId("class-count").attr("aria-live", "polite"))
                .withClass("controls");
    }

    private static ThTag header(String name, String kind) {
        return th(button(name).withType("button"))
                .attr("scope", "col")
                .attr("aria-sort", "none")
                .attr("data-sort", kind)
                .withCondClass(kind.equals("number"), "number");
    }

    private static TrTag row(ClassLine line, Set<Integer> anchors) {
        String name = Clip.name(line.name());
        boolean full = anchors.contains(line.target());
        return tr(
                        td(Elements.optional(line.meanMap(), map -> Elements.picture(map, "Mean map of " + name)))
                                .withClass("map"),
                        th(full ? a(name).withHref("#" + Elements.anchor(line.target())) : text(name))
                                .attr("scope", "row")
                                .attr("data-value", name),
                        findings(line),
                        count(line.images()),
                        count(line.failures()),
                        Elements.number(Numbers.percent(line.recall()), line.recall()),
                        td(line.mistakenFor().map(Clip::name).orElse(Numbers.NONE)),
                        Elements.number(Numbers.decimal(line.cornerShare()), line.cornerShare()),
                        Elements.number(Numbers.decimal(line.borderShare()), line.borderShare()),
                        count(line.clusters()))
                .attr("data-findings", line.hasFindings())
                .attr("data-full", full);
    }

    private static TdTag count(long value) {
        return Elements.number(Numbers.count(value), Optional.of((double) value));
    }

    private static TdTag findings(ClassLine line) {
        List<DomContent> tags = tags(line);
        return td(tags.isEmpty() ? text(Numbers.NONE) : div().with(tags).withClass("tags"))
                .attr(
                        "data-value",
                        String.valueOf(line.accused() * 1_000_000L + line.failedChecks() * 1_000L + line.warnings()));
    }

    /** What was found in a class. */
    static List<DomContent> tags(ClassLine line) {
        List<DomContent> tags = new ArrayList<>();
        if (line.accused() > 0) {
            tags.add(Elements.tag("accused", Tone.BAD));
        }
        if (line.failedChecks() > 0) {
            tags.add(Elements.tag(Numbers.count(line.failedChecks(), "check") + " failed", Tone.BAD));
        }
        if (line.warnings() > 0) {
            tags.add(Elements.tag(Numbers.count(line.warnings(), "warning"), Tone.ODD));
        }
        return List.copyOf(tags);
    }
}

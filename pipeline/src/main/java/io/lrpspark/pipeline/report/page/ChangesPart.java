package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.each;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;

import io.lrpspark.pipeline.report.model.Comparison;
import io.lrpspark.pipeline.report.model.Comparison.Change;
import io.lrpspark.pipeline.report.model.Comparison.ClassChange;
import io.lrpspark.pipeline.report.model.Comparison.ClassCounts;
import io.lrpspark.pipeline.report.model.Comparison.Unit;
import io.lrpspark.pipeline.report.page.Elements.Column;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What has changed since the baseline. */
final class ChangesPart {
    private ChangesPart() {}

    /** @param anchors targets of the classes that are shown in full */
    static DomContent of(Comparison comparison, Set<Integer> anchors) {
        List<DomContent> remarks = comparison.remarks().stream()
                .<DomContent>map(remark -> p(Clip.sentence(remark)).withClass("note"))
                .toList();
        if (comparison.baseline().isEmpty()) {
            return Elements.part(
                    "changes",
                    "Changes",
                    remarks.isEmpty()
                            ? p("There is no earlier run that this one could be compared with.")
                            : each(remarks, remark -> remark));
        }
        String baseline = Clip.name(comparison.baseline().get());
        List<DomContent> content = new ArrayList<>();
        content.add(p("Compared with the run " + baseline + "."));
        content.addAll(remarks);
        content.add(Elements.captioned(
                "Changes of the whole run",
                "The whole run, then and now; statistics whose median has not moved are left out",
                List.of(
                        Column.words("Number"),
                        Column.numbers(baseline),
                        Column.numbers("this run"),
                        Column.numbers("change")),
                comparison.overall().stream()
                        .map(change -> tr(th(change.name()).attr("scope", "row"), cells(change)))
                        .toList()));
        if (!comparison.classes().isEmpty()) {
            content.add(Elements.captioned(
                    "Changes of classes",
                    "Classes that changed most",
                    List.of(
                            Column.words("Class"),
                            Column.numbers("recall then"),
                            Column.numbers("now"),
                            Column.numbers("change"),
                            Column.words("statistic that moved most"),
                            Column.numbers("median then"),
                            Column.numbers("now"),
                            Column.numbers("change"),
                            Column.numbers("cosine of the mean maps")),
                    comparison.classes().stream()
                            .map(change -> row(change, anchors))
                            .toList()));
        }
        content.add(p(selection(comparison)).withClass("selection"));
        return Elements.part("changes", "Changes since " + baseline, content.toArray(DomContent[]::new));
    }

    private static String selection(Comparison comparison) {
        ClassCounts counts = comparison.counts();
        String compared = counts.compared() == 0
                ? "Nothing of the classes could be compared."
                : counts.changed() == 0
                        ? "None of the " + Numbers.count(counts.compared())
                                + " classes that could be compared has changed."
                        : "Showing " + Numbers.count(comparison.classes().size()) + " of "
                                + Numbers.count(counts.changed()) + " classes that changed, the most first; "
                                + Numbers.count(counts.compared()) + " could be compared.";
        return compared + only(counts.onlyNow(), "this run") + only(counts.onlyBefore(), "the baseline");
    }

    private static String only(long classes, String run) {
        return classes == 0
                ? ""
                : " " + Numbers.classes(classes) + (classes == 1 ? " has" : " have") + " maps in " + run + " alone.";
    }

    private static DomContent cells(Change change) {
        return switch (change.unit()) {
            case SHARE -> each(
                    Elements.number(Numbers.percent(change.before())),
                    Elements.number(Numbers.percent(change.now())),
                    Elements.number(Numbers.points(change.difference())));
            case NUMBER -> each(
                    Elements.number(Numbers.decimal(change.before())),
                    Elements.number(Numbers.decimal(change.now())),
                    Elements.number(Numbers.change(change.difference())));
        };
    }

    private static TrTag row(ClassChange change, Set<Integer> anchors) {
        String name = Clip.name(change.name());
        Optional<Change> moved =
                change.statistic().filter(statistic -> statistic.difference().orElse(0.0) != 0);
        return tr(
                th(anchors.contains(change.target())
                                ? a(name).withHref("#" + Elements.anchor(change.target()))
                                : text(name))
                        .attr("scope", "row"),
                cells(change.recall()),
                td(moved.map(Change::name).orElse(Numbers.NONE)),
                cells(moved.orElse(new Change("", Unit.NUMBER, Optional.empty(), Optional.empty()))),
                Elements.number(Numbers.decimal(change.cosine())));
    }
}

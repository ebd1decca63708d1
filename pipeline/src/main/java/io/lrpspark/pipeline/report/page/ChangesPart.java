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
        if (comparison.baseline().isEmpty()) {
            return Elements.part(
                    "changes", "Changes", p("There is no earlier run that this one could be compared with."));
        }
        String baseline = Clip.name(comparison.baseline().get());
        List<DomContent> content = new ArrayList<>();
        content.add(p("Compared with the run " + baseline + "."));
        comparison
                .remarks()
                .forEach(remark -> content.add(p(Clip.sentence(remark)).withClass("note")));
        content.add(Elements.scrolling(
                "Changes of the whole run",
                Elements.tableOf(
                        "The whole run, then and now; statistics whose median has not moved are left out",
                        List.of(
                                Column.words("Number"),
                                Column.numbers(baseline),
                                Column.numbers("this run"),
                                Column.numbers("change")),
                        comparison.overall().stream()
                                .map(change -> tr(th(change.name()).attr("scope", "row"), cells(change)))
                                .toList())));
        if (!comparison.classes().isEmpty()) {
            content.add(Elements.scrolling(
                    "Changes of classes",
                    Elements.tableOf(
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
                                    .toList())));
            content.add(p("Showing " + Numbers.count(comparison.classes().size()) + " of "
                            + Numbers.count(comparison.compared())
                            + " classes that are in both runs, those that changed"
                            + " most first.")
                    .withClass("selection"));
        } else if (comparison.compared() > 0) {
            content.add(p("None of the " + Numbers.count(comparison.compared())
                    + " classes that are in both runs has changed."));
        }
        return Elements.part("changes", "Changes since " + baseline, content.toArray(DomContent[]::new));
    }

    private static DomContent cells(Change change) {
        return each(
                Elements.number(Numbers.decimal(change.before())),
                Elements.number(Numbers.decimal(change.now())),
                Elements.number(Numbers.change(change.difference())));
    }

    private static TrTag row(ClassChange change, Set<Integer> anchors) {
        String name = Clip.name(change.name());
        return tr(
                th(anchors.contains(change.target())
                                ? a(name).withHref("#" + Elements.anchor(change.target()))
                                : text(name))
                        .attr("scope", "row"),
                cells(change.recall()),
                td(change.statistic().map(Change::name).orElse(Numbers.NONE)),
                cells(change.statistic().orElse(new Change("", Optional.empty(), Optional.empty()))),
                Elements.number(Numbers.decimal(change.cosine())));
    }
}

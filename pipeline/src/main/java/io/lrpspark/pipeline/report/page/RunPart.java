package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;

import io.lrpspark.pipeline.report.model.RunFacts;
import io.lrpspark.pipeline.report.page.Elements.Column;
import j2html.tags.DomContent;
import java.util.List;

/** Where the run comes from. */
final class RunPart {
    private RunPart() {}

    static DomContent of(RunFacts run) {
        return Elements.part(
                "run",
                "Provenance",
                p("What the records of the run say (" + Clip.sentence(run.tables()) + ")."),
                Elements.scrolling(
                        "Provenance",
                        Elements.tableOf(
                                        List.of(Column.words("Fact"), Column.words("Value")),
                                        run.provenance().stream()
                                                .map(fact -> tr(
                                                        th(Clip.name(fact.name()))
                                                                .attr("scope", "row"),
                                                        td(Clip.sentence(fact.value()))))
                                                .toList())
                                .withClass("facts-table")
                                .attr("aria-label", "Records of the run")),
                iff(
                        run.factCount() > run.provenance().size(),
                        p("Showing " + Numbers.count(run.provenance().size()) + " of "
                                        + Numbers.count(run.factCount())
                                        + " facts; all are in the run's started.json and finished.json.")
                                .withClass("selection")));
    }
}

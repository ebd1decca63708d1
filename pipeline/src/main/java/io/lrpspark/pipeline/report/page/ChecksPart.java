package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.code;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import io.lrpspark.pipeline.report.model.AuditFacts;
import io.lrpspark.pipeline.report.model.AuditFacts.Check;
import io.lrpspark.pipeline.report.model.AuditFacts.Finding;
import io.lrpspark.pipeline.report.model.AuditFacts.Status;
import io.lrpspark.pipeline.report.page.Elements.Column;
import io.lrpspark.pipeline.report.page.Elements.Tone;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.Set;

/** What was checked, and what is outside its bounds. */
final class ChecksPart {
    private ChecksPart() {}

    /** @param anchors targets of the classes that are shown in full */
    static DomContent of(AuditFacts audit, Set<Integer> anchors) {
        List<DomContent> findings = audit.findings().stream()
                .<DomContent>map(finding -> item(finding, anchors))
                .toList();
        return Elements.part(
                "checks",
                "Checks",
                findings.isEmpty()
                        ? p("Nothing is outside its bounds.")
                        : ul().with(findings).withClass("findings"),
                iff(
                        audit.findingCount() > audit.findings().size(),
                        p("Showing " + Numbers.count(audit.findings().size()) + " of "
                                        + Numbers.count(audit.findingCount())
                                        + " checks outside their bounds, failed ones first; all are in the table checks.")
                                .withClass("selection")),
                Elements.captioned(
                        "Checks",
                        "The checks, and how often each ended how; a check of classes is asked of each",
                        List.of(
                                Column.words("Check"),
                                Column.words("Expected"),
                                Column.numbers("Failed"),
                                Column.numbers("Warnings"),
                                Column.numbers("Passed"),
                                Column.numbers("Skipped"),
                                Column.words("Metric")),
                        audit.checks().stream().map(ChecksPart::row).toList()),
                iff(
                        audit.checkCount() > audit.checks().size(),
                        p("Showing " + Numbers.count(audit.checks().size()) + " of "
                                        + Numbers.count(audit.checkCount())
                                        + " checks, those that failed most first; all are in the table checks.")
                                .withClass("selection")));
    }

    private static DomContent item(Finding finding, Set<Integer> anchors) {
        DomContent message = text(" " + Clip.sentence(finding.message()));
        return li(
                finding.status() == Status.FAILED
                        ? Elements.tag("failed", Tone.BAD)
                        : Elements.tag("warning", Tone.ODD),
                finding.target()
                        .filter(anchors::contains)
                        .<DomContent>map(target -> a(message).withHref("#" + Elements.anchor(target)))
                        .orElse(message));
    }

    private static TrTag row(Check check) {
        return tr(
                th(Clip.name(check.name())).attr("scope", "row"),
                td(Clip.name(check.bounds())),
                Elements.number(Numbers.count(check.failed())),
                Elements.number(Numbers.count(check.warnings())),
                Elements.number(Numbers.count(check.passed())),
                Elements.number(Numbers.count(check.skipped())),
                td(code(Clip.sentence(check.metric()))));
    }
}

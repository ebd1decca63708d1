package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.header;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import io.lrpspark.pipeline.report.model.AuditFacts;
import io.lrpspark.pipeline.report.model.AuditFacts.Accusation;
import io.lrpspark.pipeline.report.model.AuditFacts.Status;
import io.lrpspark.pipeline.report.model.AuditFacts.Verdict;
import io.lrpspark.pipeline.report.model.ClassDetail;
import io.lrpspark.pipeline.report.model.ClassDetail.Gallery;
import io.lrpspark.pipeline.report.model.ClassDetail.ShownImage;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.report.model.RunFacts;
import io.lrpspark.pipeline.report.page.Elements.Tone;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first that is seen: what the audit says, and what to look at. */
final class VerdictPart {
    private static final int EXAMPLES = 3;
    private static final int WITH_EXAMPLES = 6;

    private VerdictPart() {}

    static DomContent of(Report report) {
        RunFacts run = report.run();
        return header(
                        p("Relevance report of the run").withClass("eyebrow"),
                        h1(Clip.name(run.id())),
                        verdict(report),
                        facts(report),
                        each(report.notes(), note -> p(Clip.sentence(note)).withClass("note")),
                        each(run.warnings(), warning -> p("Warning of the run: " + Clip.sentence(warning))
                                .withClass("note")),
                        iff(
                                run.warningCount() > run.warnings().size(),
                                p("Showing " + Numbers.count(run.warnings().size()) + " of "
                                                + Numbers.count(run.warningCount())
                                                + " warnings of the run; all are in its finished.json.")
                                        .withClass("selection")))
                .withClass("verdict");
    }

    private static DomContent verdict(Report report) {
        if (report.audit().isEmpty()) {
            return div(
                            Elements.tag("not audited", Tone.PLAIN),
                            p(
                                    text("This run was not audited, so that there are no checks and no clusters. Run "),
                                    code("lrp audit --tables "
                                            + Clip.sentence(report.run().tables()) + " --run "
                                            + Clip.name(report.run().id())),
                                    text(" first.")))
                    .withClass("sentence");
        }
        AuditFacts audit = report.audit().get();
        return div(tag(audit), p(sentence(audit))).withClass("sentence");
    }

    private static DomContent tag(AuditFacts audit) {
        return switch (audit.verdict()) {
            case FAILED -> Elements.tag("failed", Tone.BAD);
            case WARNINGS -> Elements.tag("warnings", Tone.ODD);
            case PASSED -> Elements.tag("passed", Tone.GOOD);
        };
    }

    private static String sentence(AuditFacts audit) {
        long failed = audit.count(Status.FAILED);
        long warnings = audit.count(Status.WARNING);
        long passed = audit.count(Status.PASSED);
        long skipped = audit.count(Status.SKIPPED);
        List<String> words = new ArrayList<>();
        switch (audit.verdict()) {
            case FAILED -> words.add(Numbers.count(failed, "check") + " failed");
            case WARNINGS -> words.add("No check failed");
            case PASSED -> words.add(Numbers.count(passed, "check") + " passed");
        }
        if (warnings > 0) {
            words.add(Numbers.count(warnings) + " gave a warning");
        }
        if (audit.verdict() != Verdict.PASSED) {
            words.add(Numbers.count(passed) + " passed");
        }
        if (skipped > 0) {
            words.add(Numbers.count(skipped) + (skipped == 1 ? " was" : " were") + " skipped"
                    + (audit.baseline().isEmpty() ? " (nothing to compare with)" : ""));
        }
        String clusters = audit.accusedCount() == 0
                ? "no cluster of maps is accused"
                : Numbers.count(audit.accusedCount(), "cluster") + " of maps "
                        + (audit.accusedCount() == 1 ? "is" : "are") + " accused";
        return String.join(", ", words) + "; " + clusters + ".";
    }

    private static DomContent facts(Report report) {
        RunFacts run = report.run();
        Map<String, String> facts = new LinkedHashMap<>();
        run.verdict().ifPresent(verdict -> facts.put("Run", verdict));
        facts.put("Images", Numbers.count(run.images()));
        facts.put("Explained", Numbers.count(run.explained()));
        facts.put("Failed", Numbers.count(run.failed()));
        facts.put("Accuracy", Numbers.percent(run.accuracy()));
        facts.put("Classes", Numbers.count(report.classCount()));
        run.model().ifPresent(model -> facts.put("Model", model));
        run.method().ifPresent(method -> facts.put("Method", method));
        run.startedAt().ifPresent(time -> facts.put("Started", time(time)));
        report.audit().flatMap(AuditFacts::checkedAt).ifPresent(time -> facts.put("Audited", time(time)));
        Optional<String> baseline = report.comparison().baseline();
        facts.put("Compared with", baseline.orElse("nothing"));
        report.audit()
                .flatMap(AuditFacts::baseline)
                .filter(other -> !baseline.equals(Optional.of(other)))
                .ifPresent(other -> facts.put("Checks compared with", other));
        List<DomContent> pairs = new ArrayList<>();
        facts.forEach((name, value) -> pairs.add(div(dt(name), dd(Clip.name(value)))));
        return dl().with(pairs).withClass("facts");
    }

    /** To the second; records have UTC. */
    private static String time(String instant) {
        return instant.length() > 19 && instant.charAt(10) == 'T'
                ? instant.substring(0, 10) + " " + instant.substring(11, 19) + " UTC"
                : instant;
    }

    /** The accused clusters with some of their images. */
    static Optional<DomContent> lookHere(Report report) {
        return report.audit().filter(audit -> !audit.accusations().isEmpty()).map(audit -> {
            List<DomContent> items = new ArrayList<>();
            for (Accusation accusation : audit.accusations()) {
                Optional<ClassDetail> detail = report.details().stream()
                        .filter(each -> each.line().target() == accusation.target())
                        .findFirst();
                items.add(item(accusation, detail, items.size() < WITH_EXAMPLES));
            }
            return section(
                            h2("Look here first").withId("look-title"),
                            ol().with(items).withClass("accusations"),
                            iff(
                                    audit.accusedCount() > audit.accusations().size(),
                                    p("Showing "
                                                    + Numbers.count(
                                                            audit.accusations().size()) + " of "
                                                    + Numbers.count(audit.accusedCount())
                                                    + " accused clusters, the most suspicious first; all are in the table"
                                                    + " clusters.")
                                            .withClass("selection")))
                    .withId("look")
                    .attr("aria-labelledby", "look-title");
        });
    }

    private static DomContent item(Accusation accusation, Optional<ClassDetail> detail, boolean examples) {
        String name = Clip.name(accusation.className());
        DomContent title =
                detail.isPresent() ? a(name).withHref("#" + Elements.anchor(accusation.target())) : text(name);
        List<DomContent> pictures = new ArrayList<>();
        if (examples) {
            detail.stream()
                    .flatMap(found -> found.galleries().stream())
                    .filter(gallery -> gallery.cluster().equals(Optional.of(accusation.cluster())))
                    .map(Gallery::images)
                    .flatMap(List::stream)
                    .limit(EXAMPLES)
                    .map(image -> pair(image, name))
                    .forEach(pictures::add);
        }
        return li(
                div(
                        p(
                                strong(title),
                                text(", cluster " + accusation.cluster() + ": "
                                        + Numbers.count(accusation.size()) + " of "
                                        + Numbers.count(accusation.classImages(), "image"))),
                        Elements.optional(accusation.reason(), reason -> p(Clip.sentence(reason)))),
                iff(
                        !pictures.isEmpty(),
                        ul(each(pictures, picture -> li(picture))).withClass("examples")));
    }

    private static DomContent pair(ShownImage image, String name) {
        String id = Clip.name(image.image());
        return div(
                        Elements.optional(image.thumbnail(), picture -> Elements.picture(picture, "Image " + id)),
                        Elements.optional(
                                image.heatmap(),
                                picture -> Elements.picture(picture, "Where " + id + " speaks for " + name)))
                .withClass("pair");
    }
}

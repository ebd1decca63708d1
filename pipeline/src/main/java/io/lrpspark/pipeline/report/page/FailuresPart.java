package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.details;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import io.lrpspark.pipeline.report.model.FailureFacts;
import io.lrpspark.pipeline.report.model.FailureFacts.Cause;
import io.lrpspark.pipeline.report.page.Elements.Column;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.List;

/** The images without a map, by cause. */
final class FailuresPart {
    private FailuresPart() {}

    static DomContent of(FailureFacts failures) {
        if (failures.total() == 0) {
            return Elements.part("failures", "Failures", p("No image failed."));
        }
        return Elements.part(
                "failures",
                "Failures",
                p(Numbers.count(failures.total(), "image") + " could not be explained."),
                Elements.captioned(
                        "Failures by cause",
                        "Images without a map, by cause",
                        List.of(
                                Column.words("Stage"),
                                Column.words("Error"),
                                Column.numbers("Images"),
                                Column.words("Examples")),
                        failures.causes().stream().map(FailuresPart::row).toList()),
                iff(
                        failures.causeCount() > failures.causes().size(),
                        p("Showing " + failures.causes().size() + " of " + failures.causeCount()
                                        + " causes, the most frequent first.")
                                .withClass("selection")));
    }

    private static TrTag row(Cause cause) {
        return tr(
                td(Clip.name(cause.stage())),
                th(Clip.name(cause.error())).attr("scope", "row"),
                Elements.number(Numbers.count(cause.images())),
                td(details(
                        summary(Numbers.count(cause.examples().size()) + " of "
                                + Numbers.count(cause.images(), "image")),
                        ul(each(
                                cause.examples(),
                                example -> li(
                                        strong(Clip.name(example.image())),
                                        text(example.message()
                                                .map(message -> ": " + Clip.sentence(message))
                                                .orElse(""))))))));
    }
}

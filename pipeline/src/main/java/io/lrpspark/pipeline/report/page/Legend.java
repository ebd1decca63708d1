package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;

import j2html.tags.DomContent;

/** What the colours of maps mean. */
final class Legend {
    private Legend() {}

    static DomContent of() {
        return div(
                        div(span("against the class"), span().withClass("ramp"), span("for the class"))
                                .withClass("scale"),
                        p(
                                "Every map has its own scale, up to its largest magnitude. Maps over images are drawn over the"
                                        + " image in grey, averaged over 3 × 3 pixels."))
                .withClass("legend");
    }
}

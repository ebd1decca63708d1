package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.h4;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.text;

import io.lrpspark.pipeline.report.model.ClassDetail;
import j2html.tags.DomContent;

/** The images of a class in the plane of their spectral embedding; the script draws them and links them to their pictures. */
final class PlotPart {
    private PlotPart() {}

    static DomContent of(ClassDetail detail, String name) {
        int points = detail.points().size();
        if (points == 0) {
            return text("");
        }
        long clusters = detail.points().stream()
                .map(ClassDetail.Point::cluster)
                .distinct()
                .count();
        return div(
                        h4("Images by similarity of their maps"),
                        p("Each point is an image; near ones have similar maps. Choose a point, or step through them with"
                                        + " the arrow keys, to see its image."
                                        + (points < detail.pointTotal()
                                                ? " Showing " + Numbers.count(points) + " of "
                                                        + Numbers.count(detail.pointTotal(), "image")
                                                        + ", a random sample."
                                                : ""))
                                .withClass("quiet"),
                        noscript(p("The plot needs scripts, which are switched off.")
                                .withClass("note")),
                        div(
                                        div(tag("canvas")
                                                        .attr("role", "img")
                                                        .attr(
                                                                "aria-label",
                                                                Numbers.count(points, "image") + " of " + name + " in "
                                                                        + Numbers.count(clusters, "cluster")))
                                                .withClass("canvas")
                                                .attr("tabindex", "0")
                                                .attr("role", "application")
                                                .attr("aria-roledescription", "plot")
                                                .attr(
                                                        "aria-label",
                                                        "Plot of the images of " + name
                                                                + "; arrow keys step through them"),
                                        div(p("No image is chosen.").withClass("quiet"))
                                                .withClass("picked")
                                                .attr("aria-live", "polite"))
                                .withClass("two plot"),
                        details(summary("The images of this plot as a table"), div().withClass("points"))
                                .withClass("points-table"))
                .withClass("plot-part")
                .attr("data-class", detail.line().target());
    }
}

package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.h4;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;

import io.lrpspark.pipeline.report.model.ClassDetail;
import io.lrpspark.pipeline.report.model.ClassDetail.Cluster;
import io.lrpspark.pipeline.report.model.ClassDetail.Statistic;
import io.lrpspark.pipeline.report.model.ClassLine;
import io.lrpspark.pipeline.report.model.Picture;
import io.lrpspark.pipeline.report.model.Quantiles;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.report.page.Elements.Column;
import io.lrpspark.pipeline.report.page.Elements.Tone;
import j2html.tags.DomContent;
import j2html.tags.specialized.DetailsTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The most remarkable classes in full: where they look, their statistics, clusters and images. */
final class DetailsPart {
    /** Columns of a cluster beside its map. */
    private static final int NUMBERS = 7;

    private DetailsPart() {}

    static DomContent of(Report report) {
        List<DomContent> classes = new ArrayList<>();
        for (ClassDetail detail : report.details()) {
            DetailsTag element = of(detail);
            classes.add(classes.isEmpty() ? element.attr("open") : element);
        }
        return Elements.part(
                "details",
                "Classes in full",
                p("Showing " + Numbers.count(report.details().size()) + " of " + Numbers.count(report.classCount())
                                + " classes: those with accused clusters, then those with failed checks, with warnings,"
                                + " with the most suspicious clusters, and those recognised least.")
                        .withClass("selection"),
                Legend.of(),
                div().with(classes));
    }

    private static DetailsTag of(ClassDetail detail) {
        ClassLine line = detail.line();
        String name = Clip.name(line.name());
        return details(
                        summary(
                                h3(name),
                                span(Numbers.count(line.images(), "image") + " with a map" + recall(line))
                                        .withClass("quiet"),
                                span().with(ClassesPart.tags(line)).withClass("tags")),
                        div(maps(detail, name), statistics(detail, name)).withClass("two maps-and-statistics"),
                        clusters(detail, name),
                        PlotPart.of(detail, name),
                        GalleryPart.of(detail, name))
                .withClass("class")
                .withId(Elements.anchor(line.target()));
    }

    private static String recall(ClassLine line) {
        return line.recall()
                .map(recall -> "; recall " + Numbers.percent(Optional.of(recall))
                        + (line.labelled() > 0
                                ? " (" + Numbers.count(Math.round(recall * line.labelled())) + " of "
                                        + Numbers.count(line.labelled()) + ")"
                                : ""))
                .orElse("");
    }

    private static DomContent maps(ClassDetail detail, String name) {
        return div(
                        h4("Where it looks"),
                        detail.meanMap().isEmpty()
                                ? p("There is no mean map: no map of the class is finite.")
                                : div(
                                                map(
                                                        detail.meanMap(),
                                                        "Mean map of " + name,
                                                        "mean of the maps: red speaks for the class, blue against it"),
                                                map(
                                                        detail.meanMagnitude(),
                                                        "Mean magnitude of the maps of " + name,
                                                        "mean of the magnitudes: where the relevance is"))
                                        .withClass("maps"))
                .withClass("where");
    }

    private static DomContent map(Optional<Picture> picture, String alternative, String caption) {
        return Elements.optional(picture, map -> figure(Elements.picture(map, alternative), figcaption(caption))
                .withClass("map"));
    }

    private static DomContent statistics(ClassDetail detail, String name) {
        if (detail.statistics().isEmpty()) {
            return div(h4("Statistics"), p("The summary has no statistics of this class."));
        }
        return div(
                h4("Statistics"),
                Elements.captioned(
                        "Statistics of " + name,
                        "Medians, and from where to where 90 % of the maps lie: the class (above), all classes"
                                + " (below)",
                        List.of(
                                Column.words("Statistic"),
                                Column.numbers("class"),
                                Column.numbers("all"),
                                Column.words("5 % to 95 %")),
                        detail.statistics().stream().map(DetailsPart::row).toList()));
    }

    private static TrTag row(Statistic statistic) {
        return tr(
                th(StatisticWords.title(statistic.name())).attr("scope", "row"),
                Elements.number(Numbers.decimal(statistic.ofClass().p50())),
                Elements.number(Numbers.decimal(statistic.ofAll().p50())),
                td(Strip.of(statistic.ofClass(), statistic.ofAll()), ranges(statistic.ofClass(), statistic.ofAll()))
                        .withClass("strip"));
    }

    private static DomContent ranges(Quantiles ofClass, Quantiles ofAll) {
        return div(text(range(ofClass)), span(" (all: " + range(ofAll) + ")")).withClass("ranges");
    }

    private static String range(Quantiles quantiles) {
        return quantiles.p05().isEmpty() && quantiles.p95().isEmpty()
                ? Numbers.NONE
                : Numbers.decimal(quantiles.p05()) + " to " + Numbers.decimal(quantiles.p95());
    }

    private static DomContent clusters(ClassDetail detail, String name) {
        if (detail.clusters().isEmpty()) {
            return div(h4("Clusters"), p("No clusters of this class are known."));
        }
        return div(
                h4("Clusters"),
                Elements.captioned(
                        "Clusters of " + name,
                        "Groups of similar maps, the most suspicious first; below each, what is peculiar",
                        List.of(
                                Column.words("Mean map"),
                                Column.words("Cluster"),
                                Column.numbers("Images"),
                                Column.numbers("Share"),
                                Column.words("Label"),
                                Column.numbers("Corner share (mean)"),
                                Column.numbers("Focus"),
                                Column.numbers("Coherence")),
                        detail.clusters().stream()
                                .flatMap(cluster -> rows(cluster, name).stream())
                                .toList()),
                iff(
                        detail.line().clusters() > detail.clusters().size(),
                        p("Showing " + detail.clusters().size() + " of "
                                        + detail.line().clusters() + " clusters.")
                                .withClass("selection")));
    }

    /** The cluster, and below it what is peculiar. */
    private static List<TrTag> rows(Cluster cluster, String name) {
        TrTag numbers = numbers(cluster, name);
        return cluster.reason()
                .map(reason -> List.of(
                        numbers.withClass("with-reason"),
                        tr(td(), td(div(Clip.sentence(reason))).attr("colspan", NUMBERS))
                                .withClass("reason")))
                .orElseGet(() -> List.of(numbers));
    }

    private static TrTag numbers(Cluster cluster, String name) {
        return tr(
                td(Elements.optional(
                                cluster.meanMap(),
                                map -> Elements.picture(
                                        map, "Mean map of cluster " + cluster.number() + " of " + name)))
                        .withClass("map"),
                th(text(cluster.number() + " "), iff(cluster.accused(), Elements.tag("accused", Tone.BAD)))
                        .attr("scope", "row"),
                Elements.number(Numbers.count(cluster.size())),
                Elements.number(Numbers.percent(cluster.share())),
                td(cluster.label().map(Clip::name).orElse(Numbers.NONE)),
                Elements.number(Numbers.decimal(cluster.cornerShare())),
                Elements.number(Numbers.decimal(cluster.focus())),
                Elements.number(Numbers.decimal(cluster.coherence())));
    }
}

package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.tr;

import io.lrpspark.pipeline.report.model.Distribution;
import io.lrpspark.pipeline.report.model.Report;
import io.lrpspark.pipeline.report.page.Elements.Column;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the statistics of all maps are distributed. */
final class StatisticsPart {
    private StatisticsPart() {}

    static DomContent of(Report report) {
        List<DomContent> charts = new ArrayList<>();
        for (int index = 0; index < report.distributions().size(); index++) {
            charts.add(chart(report.distributions().get(index), index));
        }
        return Elements.part(
                "statistics",
                "Statistics",
                p("Each bar is a number of maps of the whole run" + line(report) + "."),
                noscript(p("The charts need scripts, which are switched off; below each, its numbers are a table.")
                        .withClass("note")),
                charts.isEmpty()
                        ? p("No map has statistics.")
                        : div().with(charts).withClass("charts"));
    }

    private static String line(Report report) {
        Optional<String> baseline = report.comparison().baseline().map(Clip::name);
        boolean compared = report.distributions().stream()
                .anyMatch(distribution -> distribution.before().isPresent());
        return baseline.map(name -> compared
                        ? "; the line is " + name + ", as a share of its own maps, where it can be compared"
                        : "; those of " + name + " cannot be compared")
                .orElse("");
    }

    private static DomContent chart(Distribution distribution, int index) {
        String name = distribution.name();
        return figure(
                        figcaption(h3(StatisticWords.title(name)), text(StatisticWords.meaning(name))),
                        div(tag("canvas")
                                        .attr("role", "img")
                                        .attr("aria-label", words(distribution))
                                        .attr("data-distribution", index))
                                .withClass("canvas"),
                        details(
                                summary("In numbers: " + name),
                                Elements.captioned(
                                        "Numbers of " + name,
                                        words(distribution),
                                        distribution.before().isPresent()
                                                ? List.of(
                                                        Column.numbers("from"),
                                                        Column.numbers("to"),
                                                        Column.numbers("maps"),
                                                        Column.numbers("maps of the baseline"))
                                                : List.of(
                                                        Column.numbers("from"),
                                                        Column.numbers("to"),
                                                        Column.numbers("maps")),
                                        rows(distribution))))
                .withClass("chart");
    }

    private static String words(Distribution distribution) {
        return distribution.name() + ": median "
                + Numbers.decimal(distribution.quantiles().p50()) + ", 90 % of the maps"
                + " have " + Numbers.decimal(distribution.quantiles().p05()) + " to "
                + Numbers.decimal(distribution.quantiles().p95()) + ", all have "
                + Numbers.decimal(distribution.least()) + " to " + Numbers.decimal(distribution.most())
                + (distribution.notFinite() > 0
                        ? "; " + Numbers.count(distribution.notFinite(), "map") + " without a finite value"
                        : "");
    }

    private static List<TrTag> rows(Distribution distribution) {
        List<TrTag> rows = new ArrayList<>();
        int bins = distribution.maps().size();
        double width = (distribution.most() - distribution.least()) / bins;
        for (int bin = 0; bin < bins; bin++) {
            List<DomContent> cells = new ArrayList<>();
            cells.add(
                    td(Numbers.edge(distribution.least() + bin * width, width)).withClass("number"));
            cells.add(td(Numbers.edge(distribution.least() + (bin + 1) * width, width))
                    .withClass("number"));
            cells.add(Elements.number(Numbers.count(distribution.maps().get(bin))));
            if (distribution.before().isPresent()) {
                cells.add(Elements.number(
                        Numbers.count(distribution.before().get().get(bin))));
            }
            rows.add(tr().with(cells));
        }
        return rows;
    }
}

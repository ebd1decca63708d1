package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.link;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import io.lrpspark.pipeline.report.model.Report;
import j2html.rendering.FlatHtml;
import j2html.tags.DomContent;
import j2html.tags.specialized.HeadTag;
import j2html.tags.specialized.NavTag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A report as one HTML page: style, scripts and pictures are in it, and it loads nothing. */
public final class ReportPage {
    private ReportPage() {}

    /**
     * The page as UTF-8, of a bounded length: where it would be longer, with fewer images.
     *
     * @param most bytes
     * @return empty if it is longer even without images
     */
    public static Optional<byte[]> within(int most, Report report) {
        int images = report.details().stream()
                .flatMap(detail -> detail.galleries().stream())
                .mapToInt(gallery -> gallery.images().size())
                .max()
                .orElse(0);
        byte[] page = bytes(report);
        while (page.length > most && images > 0) {
            images /= 2;
            page = bytes(report.withImages(images));
        }
        return page.length > most ? Optional.empty() : Optional.of(page);
    }

    private static byte[] bytes(Report report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
            write(report, writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes the page.
     *
     * @param out receives HTML, which has to be encoded as UTF-8
     * @throws IOException if that fails
     */
    public static void write(Report report, Appendable out) throws IOException {
        Assets assets = Assets.load();
        Set<Integer> anchors =
                report.details().stream().map(detail -> detail.line().target()).collect(Collectors.toSet());
        Optional<DomContent> lookHere = VerdictPart.lookHere(report);
        List<DomContent> parts = new ArrayList<>();
        parts.add(VerdictPart.of(report));
        lookHere.ifPresent(parts::add);
        report.audit().ifPresent(audit -> parts.add(ChecksPart.of(audit, anchors)));
        parts.add(ChangesPart.of(report.comparison(), anchors));
        parts.add(ClassesPart.of(report, anchors));
        parts.add(DetailsPart.of(report));
        parts.add(StatisticsPart.of(report));
        parts.add(FailuresPart.of(report.failures()));
        parts.add(RunPart.of(report.run()));
        out.append("<!DOCTYPE html>\n");
        html(
                        headOf(report, assets),
                        body(
                                a("To the content").withClass("skip").withHref("#content"),
                                navigation(report, lookHere.isPresent()),
                                main().with(parts).withId("content").attr("tabindex", "-1"),
                                footer(p("This file holds everything that it shows and loads nothing. Charts: Chart.js "
                                        + assets.chartsVersion() + ", MIT licence.")),
                                script(rawHtml(ChartData.of(report)))
                                        .withType("application/json")
                                        .withId("data"),
                                script(rawHtml(assets.charts())),
                                script(rawHtml(assets.script()))))
                .withLang("en")
                .render(FlatHtml.into(out));
    }

    private static HeadTag headOf(Report report, Assets assets) {
        return head(
                meta().withCharset("utf-8"),
                meta().attr("http-equiv", "Content-Security-Policy").withContent(assets.securityPolicy()),
                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                meta().withName("color-scheme").withContent("light dark"),
                title("Relevance report of run " + Clip.name(report.run().id())),
                link().withRel("icon").withHref("data:,"),
                style(rawHtml(assets.style())));
    }

    private static NavTag navigation(Report report, boolean accused) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (accused) {
            parts.put("look", "Look here");
        }
        if (report.audit().isPresent()) {
            parts.put("checks", "Checks");
        }
        parts.put("changes", "Changes");
        parts.put("classes", "Classes");
        parts.put("details", "In full");
        parts.put("statistics", "Statistics");
        parts.put("failures", "Failures");
        parts.put("run", "Provenance");
        return nav(ul(each(parts.entrySet(), part -> li(a(part.getValue()).withHref("#" + part.getKey())))))
                .attr("aria-label", "Parts of the report");
    }
}

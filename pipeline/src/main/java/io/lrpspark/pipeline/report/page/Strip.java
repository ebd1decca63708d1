package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.tag;
import static j2html.TagCreator.text;

import io.lrpspark.pipeline.report.model.Quantiles;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Two bars from the 5th to the 95th percentile with a mark at the median: the class above, all classes below. */
final class Strip {
    private static final int WIDTH = 160;
    private static final int BAR = 6;
    private static final int GAP = 4;

    private Strip() {}

    static DomContent of(Quantiles ofClass, Quantiles ofAll) {
        List<Double> values = Stream.of(ofClass, ofAll)
                .flatMap(quantiles -> Stream.of(quantiles.p05(), quantiles.p50(), quantiles.p95()))
                .flatMap(Optional::stream)
                .toList();
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        if (!(most > least)) {
            return text("");
        }
        List<DomContent> bars = new ArrayList<>();
        bar(ofClass, 1, "of-class", least, most, bars);
        bar(ofAll, 1 + BAR + GAP, "of-all", least, most, bars);
        return tag("svg")
                .attr("viewBox", "0 0 " + WIDTH + " " + (2 + 2 * BAR + GAP))
                .attr("height", 2 + 2 * BAR + GAP)
                .attr("preserveAspectRatio", "none")
                .attr("aria-hidden", "true")
                .with(bars);
    }

    private static void bar(
            Quantiles quantiles, int top, String kind, double least, double most, List<DomContent> bars) {
        if (quantiles.p05().isEmpty()
                || quantiles.p95().isEmpty()
                || quantiles.p50().isEmpty()) {
            return;
        }
        double from = place(quantiles.p05().get(), least, most);
        double to = place(quantiles.p95().get(), least, most);
        bars.add(rectangle(from, top, Math.max(1, to - from), BAR, kind));
        bars.add(rectangle(place(quantiles.p50().get(), least, most) - 1, top - 1, 2, BAR + 2, "median"));
    }

    private static double place(double value, double least, double most) {
        return 1 + (WIDTH - 2) * (value - least) / (most - least);
    }

    private static ContainerTag<?> rectangle(double left, int top, double width, int height, String kind) {
        return tag("rect")
                .attr("x", number(left))
                .attr("y", top)
                .attr("width", number(width))
                .attr("height", height)
                .withClass(kind);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

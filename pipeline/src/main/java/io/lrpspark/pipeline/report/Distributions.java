package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.lrpspark.lrp.statistic.MapStatistics;
import io.lrpspark.pipeline.report.model.Distribution;
import io.lrpspark.pipeline.report.model.Quantiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Histograms of all statistics of a run: two passes over small columns, whatever the maps. */
final class Distributions {
    private static final int BINS = 24;
    private static final int NOT_FINITE = -1;
    private static final String FINITE = "%1$s IS NOT NULL AND NOT isnan(%1$s) AND abs(%1$s) < double('Infinity')";

    private Distributions() {}

    private record Range(String name, double least, double most) {}

    /**
     * Counts.
     *
     * @param attributions of the run
     * @param before of the baseline, where they can be compared
     * @param overall the summary's row over all classes
     */
    static List<Distribution> read(
            Dataset<Row> attributions, Optional<Dataset<Row>> before, Optional<ClassSummary> overall) {
        Dataset<Row> maps = maps(attributions);
        List<Range> ranges = ranges(maps);
        if (ranges.isEmpty()) {
            return List.of();
        }
        Map<String, Map<Integer, Long>> now = counts(maps, ranges);
        Optional<Map<String, Map<Integer, Long>>> then = before.map(other -> counts(maps(other), ranges));
        return ranges.stream()
                .map(range -> new Distribution(
                        range.name(),
                        range.least(),
                        range.most(),
                        bins(now, range),
                        then.map(counts -> bins(counts, range))
                                .filter(bins -> bins.stream().anyMatch(count -> count > 0)),
                        overall.map(summary -> summary.statistic(range.name())).orElse(Quantiles.NONE),
                        now.getOrDefault(range.name(), Map.of()).getOrDefault(NOT_FINITE, 0L)))
                .toList();
    }

    private static Dataset<Row> maps(Dataset<Row> attributions) {
        return attributions.where(col("status").equalTo("ok"));
    }

    private static List<Range> ranges(Dataset<Row> maps) {
        List<Column> edges = new ArrayList<>();
        for (String name : MapStatistics.names()) {
            Column finite = expr("IF(" + FINITE.formatted(name) + ", double(" + name + "), NULL)");
            edges.add(min(finite));
            edges.add(max(finite));
        }
        Row row = maps.agg(edges.get(0), edges.subList(1, edges.size()).toArray(new Column[0]))
                .head();
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < MapStatistics.names().size(); i++) {
            if (!row.isNullAt(2 * i)) {
                ranges.add(new Range(MapStatistics.names().get(i), row.getDouble(2 * i), row.getDouble(2 * i + 1)));
            }
        }
        return ranges;
    }

    private static Map<String, Map<Integer, Long>> counts(Dataset<Row> maps, List<Range> ranges) {
        List<String> bins = new ArrayList<>();
        for (Range range : ranges) {
            double width = range.most() - range.least();
            String bin = width > 0
                    ? "int(greatest(0, least(" + (BINS - 1) + ", floor((" + range.name() + " - double('" + range.least()
                            + "')) / double('" + width + "') * " + BINS + "))))"
                    : "0";
            bins.add("struct('" + range.name() + "' AS name, IF(" + FINITE.formatted(range.name()) + ", " + bin + ", "
                    + NOT_FINITE + ") AS bin)");
        }
        Map<String, Map<Integer, Long>> counts = new HashMap<>();
        maps.select(expr("inline(array(" + String.join(", ", bins) + "))"))
                .groupBy("name", "bin")
                .count()
                .collectAsList()
                .forEach(row -> counts.computeIfAbsent(row.getString(0), name -> new HashMap<>())
                        .put(row.getInt(1), row.getLong(2)));
        return counts;
    }

    private static List<Long> bins(Map<String, Map<Integer, Long>> counts, Range range) {
        int number = range.most() > range.least() ? BINS : 1;
        List<Long> bins = new ArrayList<>(Collections.nCopies(number, 0L));
        counts.getOrDefault(range.name(), Map.of()).forEach((bin, count) -> {
            if (bin != NOT_FINITE) {
                bins.set(bin, count);
            }
        });
        return List.copyOf(bins);
    }
}

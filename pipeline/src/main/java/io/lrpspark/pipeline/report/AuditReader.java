package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.asc_nulls_last;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.lrpspark.pipeline.output.JsonRecord;
import io.lrpspark.pipeline.report.model.AuditFacts;
import io.lrpspark.pipeline.report.model.AuditFacts.Accusation;
import io.lrpspark.pipeline.report.model.AuditFacts.Check;
import io.lrpspark.pipeline.report.model.AuditFacts.Finding;
import io.lrpspark.pipeline.report.model.AuditFacts.Status;
import io.lrpspark.pipeline.report.model.AuditFacts.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the table of checks says. */
final class AuditReader {
    private AuditReader() {}

    /**
     * How many checks of a class are outside their bounds.
     *
     * @param failed errors
     * @param warnings the others
     */
    record Outside(int failed, int warnings) {
        static final Outside NONE = new Outside(0, 0);
    }

    static AuditFacts read(
            Dataset<Row> table, JsonRecord finished, List<ClusterReader.ClusterRow> clusters, ReportLimits limits) {
        List<Check> checks = checks(table);
        Map<Status, Long> counts = counts(checks);
        long failed = counts.get(Status.FAILED);
        long warnings = counts.get(Status.WARNING);
        List<Accusation> accusations = clusters.stream()
                .filter(ClusterReader.ClusterRow::accused)
                .map(row -> new Accusation(
                        row.target(), row.className(), row.number(), row.size(), row.classImages(), row.reason()))
                .toList();
        return new AuditFacts(
                failed > 0 ? Verdict.FAILED : warnings > 0 ? Verdict.WARNINGS : Verdict.PASSED,
                finished.text("audit", "checked_at"),
                finished.text("audit", "baseline"),
                counts,
                checks.stream().limit(limits.checks()).toList(),
                checks.size(),
                findings(table, limits.findings()),
                failed + warnings,
                accusations.stream().limit(limits.accusations()).toList(),
                accusations.size());
    }

    /** By class. */
    static Map<Integer, Outside> outside(Dataset<Row> table) {
        Map<Integer, Outside> found = new HashMap<>();
        if (!Arrays.asList(table.columns()).contains("target")) {
            return found;
        }
        table.where(col("target").isNotNull().and(is(Status.FAILED).or(is(Status.WARNING))))
                .groupBy("target")
                .agg(number(Status.FAILED), number(Status.WARNING))
                .collectAsList()
                .forEach(row -> {
                    Cells cells = new Cells(row);
                    cells.index("target")
                            .ifPresent(target -> found.put(
                                    target, new Outside((int) cells.count("failed"), (int) cells.count("warning"))));
                });
        return found;
    }

    private static Map<Status, Long> counts(List<Check> checks) {
        return Map.of(
                Status.FAILED, checks.stream().mapToLong(Check::failed).sum(),
                Status.WARNING, checks.stream().mapToLong(Check::warnings).sum(),
                Status.PASSED, checks.stream().mapToLong(Check::passed).sum(),
                Status.SKIPPED, checks.stream().mapToLong(Check::skipped).sum());
    }

    private static List<Check> checks(Dataset<Row> table) {
        List<Column> more = new ArrayList<>();
        for (Status status : Status.values()) {
            more.add(number(status));
        }
        List<String> there = Arrays.asList(table.columns());
        for (String column : List.of("metric", "lower", "upper", "comparison")) {
            if (there.contains(column)) {
                more.add(first(col(column), true).as(column));
            }
        }
        return table
                .groupBy("name")
                .agg(count(lit(1)).as("all"), more.toArray(new Column[0]))
                .orderBy(col("failed").desc(), col("warning").desc(), col("name"))
                .collectAsList()
                .stream()
                .map(row -> {
                    Cells cells = new Cells(row);
                    return new Check(
                            cells.text("name").orElse("unnamed"),
                            cells.text("metric").orElse(""),
                            bounds(cells),
                            cells.count("failed"),
                            cells.count("warning"),
                            cells.count("passed"),
                            cells.count("skipped"));
                })
                .toList();
    }

    private static String bounds(Cells cells) {
        List<String> parts = new ArrayList<>();
        cells.number("lower").ifPresent(bound -> parts.add("at least " + number(bound)));
        cells.number("upper").ifPresent(bound -> parts.add("at most " + number(bound)));
        String of = cells.text("comparison")
                .map(comparison -> switch (comparison) {
                    case "absolute" -> "change ";
                    case "relative" -> "relative change ";
                    case "deviations" -> "standard deviations ";
                    default -> comparison + " ";
                })
                .orElse("");
        return of + String.join(", ", parts);
    }

    private static String number(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e9
                ? String.valueOf((long) bound)
                : String.valueOf(bound);
    }

    private static List<Finding> findings(Dataset<Row> table, int most) {
        Dataset<Row> found = table.where(is(Status.FAILED).or(is(Status.WARNING)))
                .orderBy(when(is(Status.FAILED), 0).otherwise(1), col("name"), place(table));
        return found.limit(most).collectAsList().stream()
                .map(row -> {
                    Cells cells = new Cells(row);
                    return new Finding(
                            cells.text("status").equals(Optional.of("failed")) ? Status.FAILED : Status.WARNING,
                            cells.index("target"),
                            cells.text("message").orElse(cells.text("name").orElse("")));
                })
                .toList();
    }

    private static Column place(Dataset<Row> table) {
        return Arrays.asList(table.columns()).contains("target") ? asc_nulls_last("target") : lit(0);
    }

    private static Column is(Status status) {
        return col("status").equalTo(text(status));
    }

    private static Column number(Status status) {
        return sum(when(is(status), 1L).otherwise(0L)).as(text(status));
    }

    private static String text(Status status) {
        return switch (status) {
            case FAILED -> "failed";
            case WARNING -> "warning";
            case PASSED -> "passed";
            case SKIPPED -> "skipped";
        };
    }
}

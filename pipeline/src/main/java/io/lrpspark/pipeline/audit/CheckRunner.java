package io.lrpspark.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.lrpspark.lrp.statistic.MapStatistics;
import io.lrpspark.pipeline.audit.CheckResult.Status;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.summary.Comparability;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Asks the checks: plain Spark SQL over the tables of the run and, for a comparison, the same over the baseline's. */
final class CheckRunner {
    private static final int FEWEST_RUNS = 3;

    private final Map<String, Dataset<Row>> tables;
    private final Map<String, Dataset<Row>> baseline;
    private final Optional<Comparability> comparable;
    private final CheckHistory history;

    /**
     * @param tables of the run, by name
     * @param baseline the same of the baseline; empty without one
     * @param comparable what of the baseline means the same; none without one
     * @param history of earlier audits
     */
    CheckRunner(
            Map<String, Dataset<Row>> tables,
            Map<String, Dataset<Row>> baseline,
            Optional<Comparability> comparable,
            CheckHistory history) {
        this.tables = tables;
        this.baseline = baseline;
        this.comparable = comparable;
        this.history = history;
    }

    private record Value(Optional<Integer> target, Optional<String> name, Optional<Double> value, long rows) {}

    List<CheckResult> run(Check check) {
        if (check.table().equals(AuditJob.CHANGES) && !tables.containsKey(AuditJob.CHANGES)) {
            return List.of(skipped(check, "skipped: there is no baseline whose maps can be compared"));
        }
        Map<Optional<Integer>, Value> values = values(check, tables);
        if (values.isEmpty()) {
            return List.of(skipped(check, "skipped: no row of " + check.table() + " is in its scope"));
        }
        Map<Optional<Integer>, Value> before = check.comparison()
                                .filter(comparison -> comparison != Check.Comparison.DEVIATIONS)
                                .isPresent()
                        && comparable.filter(same -> meansTheSame(check, same)).isPresent()
                ? values(check, baseline)
                : Map.of();
        List<CheckResult> results = new ArrayList<>();
        values.values().forEach(value -> results.add(result(check, value, before)));
        return results;
    }

    private static boolean meansTheSame(Check check, Comparability comparable) {
        boolean asksStatistics = MapStatistics.names().stream()
                .anyMatch(name -> check.metric().contains(name) || check.where().contains(name));
        return (comparable.statistics() || !asksStatistics)
                && (comparable.classes() || check.scope().equals(Check.OVERALL));
    }

    private CheckResult result(Check check, Value value, Map<Optional<Integer>, Value> before) {
        if (value.rows() < check.least()) {
            return answer(
                    check,
                    value,
                    Status.SKIPPED,
                    Optional.empty(),
                    "skipped: " + value.rows() + " rows, at least " + check.least() + " are needed");
        }
        if (value.value().isEmpty()) {
            return answer(check, value, Status.SKIPPED, Optional.empty(), "skipped: the metric is null");
        }
        double now = value.value().get();
        if (check.comparison().isEmpty()) {
            return judged(check, value, Optional.empty(), now, "is " + number(now));
        }
        if (check.comparison().get() == Check.Comparison.DEVIATIONS) {
            return deviations(check, value, now);
        }
        Optional<Double> old = Optional.ofNullable(before.get(value.target())).flatMap(Value::value);
        if (old.isEmpty()) {
            return answer(
                    check,
                    value,
                    Status.SKIPPED,
                    old,
                    "skipped: is " + number(now) + ", without a baseline that can be compared");
        }
        boolean relative = check.comparison().get() == Check.Comparison.RELATIVE;
        double change = relative ? (now - old.get()) / Math.abs(old.get()) : now - old.get();
        if (!Double.isFinite(change)) {
            return answer(
                    check, value, Status.SKIPPED, old, "skipped: the baseline is 0, which has no relative change");
        }
        return judged(
                check,
                value,
                old,
                change,
                "is " + number(now) + ", was " + number(old.get()) + ", " + (relative ? "relative " : "") + "change "
                        + number(change));
    }

    private CheckResult deviations(Check check, Value value, double now) {
        List<Double> last = history.last(check.name(), value.target(), check.runs());
        SummaryStatistics statistics = new SummaryStatistics();
        last.forEach(statistics::addValue);
        if (last.size() < FEWEST_RUNS || !(statistics.getStandardDeviation() > 0)) {
            return answer(
                    check,
                    value,
                    Status.SKIPPED,
                    Optional.empty(),
                    "skipped: is " + number(now) + ", but " + last.size()
                            + " earlier runs do not make a standard deviation (at least " + FEWEST_RUNS
                            + " that differ)");
        }
        double deviations = (now - statistics.getMean()) / statistics.getStandardDeviation();
        return judged(
                check,
                value,
                Optional.of(statistics.getMean()),
                deviations,
                "is " + number(now) + ", " + number(deviations) + " standard deviations from the mean "
                        + number(statistics.getMean()) + " of " + last.size() + " runs");
    }

    private static CheckResult judged(
            Check check, Value value, Optional<Double> old, double measured, String sentence) {
        String bounds = check.lower()
                        .map(bound -> ", at least " + number(bound))
                        .orElse("")
                + check.upper().map(bound -> ", at most " + number(bound)).orElse("");
        Status status = check.isWithin(measured)
                ? Status.PASSED
                : check.level() == Check.Level.WARNING ? Status.WARNING : Status.FAILED;
        return answer(check, value, status, old, sentence + "; expected" + bounds.substring(1));
    }

    private static CheckResult answer(Check check, Value value, Status status, Optional<Double> old, String sentence) {
        String of = value.target()
                .map(target -> " of " + value.name().orElse("class " + target))
                .orElse("");
        return new CheckResult(
                check.name(),
                status,
                value.target(),
                value.name(),
                value.value(),
                old,
                check.name() + of + " " + sentence);
    }

    private static CheckResult skipped(Check check, String message) {
        return new CheckResult(
                check.name(),
                Status.SKIPPED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                check.name() + " " + message);
    }

    private Map<Optional<Integer>, Value> values(Check check, Map<String, Dataset<Row>> from) {
        Dataset<Row> table = from.get(check.table());
        if (table == null) {
            throw new UsageException("check '" + check.name() + "' asks the table '" + check.table()
                    + "': expected one of " + String.join(", ", AuditJob.TABLES));
        }
        Map<Optional<Integer>, Value> values = new LinkedHashMap<>();
        try {
            Dataset<Row> rows = table.where(check.where());
            Dataset<Row> answers;
            if (check.scope().equals(Check.OVERALL)) {
                answers = rows.groupBy()
                        .agg(
                                expr(check.metric()).cast("double").as("value"),
                                count(lit(1)).as("rows"),
                                lit(null).cast("int").as("target"),
                                lit(null).cast("string").as("target_name"));
            } else {
                answers = rows.where(col("target").isNotNull())
                        .groupBy("target")
                        .agg(
                                expr(check.metric()).cast("double").as("value"),
                                count(lit(1)).as("rows"),
                                expr("first(target_name)").as("target_name"))
                        .orderBy("target");
                if (!check.scope().equals(Check.PER_CLASS)) {
                    answers = answers.where(col("target_name").equalTo(check.scope()));
                }
            }
            answers.select("target", "target_name", "value", "rows")
                    .collectAsList()
                    .forEach(row -> {
                        Value value = new Value(
                                Optional.ofNullable(row.<Integer>getAs(0)),
                                Optional.ofNullable(row.<String>getAs(1)),
                                Optional.ofNullable(row.<Double>getAs(2)).filter(Double::isFinite),
                                row.getLong(3));
                        values.put(value.target(), value);
                    });
        } catch (Exception e) {
            // Spark throws checked exceptions that its Scala signatures do not declare.
            throw new UsageException(
                    "check '" + check.name() + "' (metric " + check.metric() + ", where " + check.where()
                            + ") cannot be asked: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + " The columns of " + check.table() + " are "
                            + String.join(", ", Arrays.asList(table.columns())),
                    e);
        }
        return values;
    }

    /** Four digits, without zeros that say nothing. */
    static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        boolean readable = rounded.signum() == 0 || Math.abs(rounded.scale()) < 10;
        return readable ? rounded.toPlainString() : rounded.toString();
    }
}

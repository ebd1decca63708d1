package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;

import io.lrpspark.lrp.statistic.MapStatistics;
import io.lrpspark.pipeline.report.model.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The summary of a run without its maps, which stay where they are until it is known which are shown.
 *
 * @param overall the row over all classes, if there is one
 * @param classes the others, by target
 */
record Summary(Optional<ClassSummary> overall, List<ClassSummary> classes) {
    private static final List<String> SCALARS =
            List.of("target", "target_name", "images", "failures", "labelled", "accuracy", "recall");
    private static final List<String> QUANTILES = List.of("p05", "p50", "p95");
    private static final String CONFUSION = "confusion";
    private static final int MOST_CONFUSED = 2;

    /** Of a run without a summary. */
    static final Summary NONE = new Summary(Optional.empty(), List.of());

    static Summary read(Dataset<Row> table) {
        List<String> there = Arrays.asList(table.columns());
        List<Column> columns = new ArrayList<>();
        SCALARS.stream().filter(there::contains).forEach(name -> columns.add(col(name)));
        MapStatistics.names().forEach(name -> quantiles(table, name).ifPresent(columns::add));
        if (there.contains(CONFUSION)) {
            columns.add(slice(col(CONFUSION), 1, MOST_CONFUSED).as(CONFUSION));
        }
        List<ClassSummary> rows = table.select(columns.toArray(new Column[0])).collectAsList().stream()
                .map(row -> of(new Cells(row)))
                .toList();
        return new Summary(
                rows.stream().filter(row -> row.target().isEmpty()).findFirst(),
                rows.stream()
                        .filter(row -> row.target().isPresent())
                        .sorted(Comparator.comparing(row -> row.target().orElseThrow()))
                        .toList());
    }

    /** Of a statistic what is shown, as far as the table has it. */
    private static Optional<Column> quantiles(Dataset<Row> table, String name) {
        return Stream.of(table.schema().fields())
                .filter(field -> field.name().equals(name))
                .map(StructField::dataType)
                .filter(StructType.class::isInstance)
                .map(type -> Arrays.asList(((StructType) type).fieldNames()))
                .map(there -> QUANTILES.stream()
                        .filter(there::contains)
                        .map(quantile -> col(name).getField(quantile).as(quantile))
                        .toArray(Column[]::new))
                .filter(columns -> columns.length > 0)
                .findFirst()
                .map(columns -> struct(columns).as(name));
    }

    private static ClassSummary of(Cells row) {
        Map<String, Quantiles> statistics = new LinkedHashMap<>();
        for (String name : MapStatistics.names()) {
            row.struct(name)
                    .ifPresent(values -> statistics.put(
                            name, new Quantiles(values.number("p05"), values.number("p50"), values.number("p95"))));
        }
        Optional<Integer> target = row.index("target");
        return new ClassSummary(
                target,
                row.text("target_name")
                        .filter(name -> !name.isBlank())
                        .orElse(target.map(index -> "class " + index).orElse("all classes")),
                row.count("images"),
                row.count("failures"),
                row.count("labelled"),
                row.number("recall"),
                row.number("accuracy"),
                target.flatMap(index -> mistakenFor(row, index)),
                statistics);
    }

    private static Optional<String> mistakenFor(Cells row, int target) {
        return row.structs(CONFUSION).stream()
                .filter(other -> !other.index("predicted").equals(Optional.of(target)))
                .findFirst()
                .map(other -> other.text("predicted_name").orElse("class " + other.count("predicted")) + " ("
                        + other.count("images") + ")");
    }
}

package io.lrpspark.pipeline.report;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import scala.Option;

/** The cells of a row by name. A column that is not there, null, NaN and infinity have no value. */
record Cells(Row row) {
    private Optional<Object> value(String column) {
        Option<Object> index = row.schema().getFieldIndex(column);
        return index.isEmpty() ? Optional.empty() : Optional.ofNullable(row.get((Integer) index.get()));
    }

    Optional<Double> number(String column) {
        return value(column)
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).doubleValue())
                .filter(Double::isFinite);
    }

    /** A whole number; 0 without a value. */
    long count(String column) {
        return number(column).map(Double::longValue).orElse(0L);
    }

    Optional<Integer> index(String column) {
        return number(column).map(Double::intValue);
    }

    Optional<String> text(String column) {
        return value(column).map(String::valueOf);
    }

    boolean isTrue(String column) {
        return value(column).equals(Optional.of(true));
    }

    Optional<byte[]> bytes(String column) {
        return value(column).filter(byte[].class::isInstance).map(byte[].class::cast);
    }

    Optional<Cells> struct(String column) {
        return value(column).filter(Row.class::isInstance).map(value -> new Cells((Row) value));
    }

    List<Cells> structs(String column) {
        return this.<Row>list(column).stream().map(Cells::new).toList();
    }

    <T> List<T> list(String column) {
        return value(column).isPresent() ? row.getList(row.fieldIndex(column)) : List.of();
    }
}

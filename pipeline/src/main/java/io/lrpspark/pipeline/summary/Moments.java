package io.lrpspark.pipeline.summary;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Means and standard deviations (of a sample) of several columns. Spark's own depend in their last bits on which task ends first; these are of
 * exact sums. Nulls are left out; the mean is null without a number, the deviation with less than two.
 */
final class Moments extends Aggregator<Row, Moments.Sums, Row> {
    private static final long serialVersionUID = 1L;
    private static final StructType OF_A_COLUMN = DataTypes.createStructType(List.of(
            DataTypes.createStructField("mean", DataTypes.DoubleType, true),
            DataTypes.createStructField("stddev", DataTypes.DoubleType, true)));

    private final ArrayList<String> columns;

    Moments(List<String> columns) {
        this.columns = new ArrayList<>(columns);
    }

    /** The columns that go in, as doubles. */
    static StructType input(List<String> columns) {
        return struct(columns, name -> DataTypes.DoubleType);
    }

    private static StructType struct(List<String> columns, Function<String, DataType> type) {
        return DataTypes.createStructType(columns.stream()
                .map(name -> DataTypes.createStructField(name, type.apply(name), true))
                .toList());
    }

    /** The sums of all columns so far. Public because Spark's encoders ask for it. */
    public static final class Sums implements Serializable {
        private static final long serialVersionUID = 1L;

        private final ArrayList<OfAColumn> columns = new ArrayList<>();

        private Sums(int count) {
            IntStream.range(0, count).forEach(column -> columns.add(new OfAColumn()));
        }
    }

    private static final class OfAColumn implements Serializable {
        private static final long serialVersionUID = 1L;

        private final ExactSum numbers = new ExactSum();
        private final ExactSum squares = new ExactSum();
        private long count;
        /** Infinities and NaN, which only a table from elsewhere can hold: then there is no mean. */
        private boolean isNone;

        private void add(double number) {
            count++;
            double square = number * number;
            if (!Double.isFinite(square)) {
                isNone = true;
                return;
            }
            numbers.add(number);
            squares.add(square);
            squares.add(Math.fma(number, number, -square));
        }

        private void add(OfAColumn other) {
            count += other.count;
            isNone |= other.isNone;
            numbers.add(other.numbers);
            squares.add(other.squares);
        }

        private Row result() {
            return RowFactory.create(count > 0 ? mean() : null, count > 1 ? deviation() : null);
        }

        private double mean() {
            return isNone
                    ? Double.NaN
                    : numbers.value()
                            .divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
                            .doubleValue();
        }

        private double deviation() {
            if (isNone) {
                return Double.NaN;
            }
            BigDecimal images = BigDecimal.valueOf(count);
            BigDecimal sum = numbers.value();
            BigDecimal variance = images.multiply(squares.value())
                    .subtract(sum.multiply(sum))
                    .divide(images.multiply(BigDecimal.valueOf(count - 1)), MathContext.DECIMAL128);
            // Squares of numbers below 1e-150 or so are rounded.
            return Math.sqrt(Math.max(0, variance.doubleValue()));
        }
    }

    @Override
    public Sums zero() {
        return new Sums(columns.size());
    }

    @Override
    public Sums reduce(Sums sums, Row row) {
        for (int column = 0; column < columns.size(); column++) {
            if (!row.isNullAt(column)) {
                sums.columns.get(column).add(row.getDouble(column));
            }
        }
        return sums;
    }

    @Override
    public Sums merge(Sums sums, Sums other) {
        for (int column = 0; column < columns.size(); column++) {
            sums.columns.get(column).add(other.columns.get(column));
        }
        return sums;
    }

    @Override
    public Row finish(Sums sums) {
        return RowFactory.create(sums.columns.stream().map(OfAColumn::result).toArray());
    }

    @Override
    public Encoder<Sums> bufferEncoder() {
        return Encoders.javaSerialization(Sums.class);
    }

    @Override
    public Encoder<Row> outputEncoder() {
        return Encoders.row(struct(columns, name -> OF_A_COLUMN));
    }
}

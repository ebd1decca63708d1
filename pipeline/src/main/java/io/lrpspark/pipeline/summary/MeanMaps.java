package io.lrpspark.pipeline.summary;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Element-wise means of maps and of their magnitudes, summed in double precision. A map that is not finite, which only a
 * table from elsewhere can hold, is left out.
 */
final class MeanMaps extends Aggregator<Row, MeanMaps.Sums, Row> {
    /** The one column that goes in. */
    static final StructType INPUT = DataTypes.createStructType(new StructField[] {map("relevance")});

    private static final long serialVersionUID = 1L;
    private static final StructType OUTPUT =
            DataTypes.createStructType(new StructField[] {map("mean"), map("mean_abs")});

    /** Element-wise sums of the maps so far. Public because Spark's encoders ask for it. */
    public static final class Sums implements Serializable {
        private static final long serialVersionUID = 1L;

        private long count;
        private double[] values = new double[0];
        private double[] magnitudes = new double[0];

        private void require(int length) {
            if (values.length == 0) {
                values = new double[length];
                magnitudes = new double[length];
            }
            if (values.length != length) {
                throw new IllegalStateException("a map of " + length + " values cannot be averaged with maps of "
                        + values.length + ": the maps of one run have one shape");
            }
        }
    }

    private static StructField map(String name) {
        return DataTypes.createStructField(name, DataTypes.createArrayType(DataTypes.FloatType, false), true);
    }

    @Override
    public Sums zero() {
        return new Sums();
    }

    @Override
    public Sums reduce(Sums sums, Row row) {
        List<Float> map = row.getList(0);
        if (!map.stream().allMatch(Float::isFinite)) {
            return sums;
        }
        sums.require(map.size());
        int element = 0;
        for (float value : map) {
            sums.values[element] += value;
            sums.magnitudes[element] += Math.abs(value);
            element++;
        }
        sums.count++;
        return sums;
    }

    @Override
    public Sums merge(Sums sums, Sums other) {
        if (other.count == 0) {
            return sums;
        }
        sums.require(other.values.length);
        for (int element = 0; element < sums.values.length; element++) {
            sums.values[element] += other.values[element];
            sums.magnitudes[element] += other.magnitudes[element];
        }
        sums.count += other.count;
        return sums;
    }

    @Override
    public Row finish(Sums sums) {
        return RowFactory.create(mean(sums.values, sums.count), mean(sums.magnitudes, sums.count));
    }

    private static float[] mean(double[] values, long count) {
        float[] mean = new float[values.length];
        for (int element = 0; element < mean.length; element++) {
            mean[element] = (float) (values[element] / count);
        }
        return mean;
    }

    @Override
    public Encoder<Sums> bufferEncoder() {
        return Encoders.javaSerialization(Sums.class);
    }

    @Override
    public Encoder<Row> outputEncoder() {
        return Encoders.row(OUTPUT);
    }
}

package io.lrpspark.pipeline.report;

import io.lrpspark.pipeline.report.model.Picture;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Draws the map of a row where it lies, so that the driver gets a picture of some kilobytes. The row has target, a key, the map
 * and its shape.
 */
final class RenderMap implements MapFunction<Row, Row> {
    static final StructType RENDERED = new StructType()
            .add("target", DataTypes.IntegerType)
            .add("key", DataTypes.IntegerType)
            .add("png", DataTypes.BinaryType)
            .add("width", DataTypes.IntegerType)
            .add("height", DataTypes.IntegerType);

    private static final long serialVersionUID = 1L;
    private static final int TARGET = 0;
    private static final int KEY = 1;
    private static final int MAP = 2;
    private static final int SHAPE = 3;

    private final int longest;

    /** @param longest side of the picture, in pixels */
    RenderMap(int longest) {
        this.longest = longest;
    }

    @Override
    public Row call(Row row) {
        Object target = row.get(TARGET);
        Object key = row.get(KEY);
        return row.isNullAt(MAP) || row.isNullAt(SHAPE)
                ? RowFactory.create(target, key, null, null, null)
                : Plane.of(row.getList(MAP), row.getList(SHAPE))
                        .map(plane -> Pictures.map(plane.within(longest)))
                        .map(picture -> rendered(target, key, picture))
                        .orElseGet(() -> RowFactory.create(target, key, null, null, null));
    }

    private static Row rendered(Object target, Object key, Picture picture) {
        return RowFactory.create(target, key, picture.bytes(), picture.width(), picture.height());
    }
}

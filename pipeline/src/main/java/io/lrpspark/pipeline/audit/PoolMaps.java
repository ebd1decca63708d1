package io.lrpspark.pipeline.audit;

import io.lrpspark.pipeline.audit.cluster.Grid;
import io.lrpspark.pipeline.output.RowBuilder;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** From rows of the attributions to {@link ClusterSchema#POOLED}; a map without positive relevance gives none. */
final class PoolMaps implements FlatMapFunction<Row, Row> {
    /** Columns of the attributions that are needed. */
    static final String[] COLUMNS = {
        "image_id",
        "target",
        "target_name",
        "label",
        "label_index",
        "predicted",
        "border_share",
        "corner_upper_left_share",
        "corner_upper_right_share",
        "corner_lower_left_share",
        "corner_lower_right_share",
        "relevance",
        "relevance_shape"
    };

    private static final long serialVersionUID = 1L;
    private static final int FIRST_CORNER = 7;
    private static final int MAP_SIDE = 28;

    @Override
    public Iterator<Row> call(Row row) {
        List<Integer> shape = row.getList(row.fieldIndex("relevance_shape"));
        int height = shape.get(1);
        int width = shape.get(2);
        float[] map = summed(row.getList(row.fieldIndex("relevance")), height * width);
        Optional<float[]> shares = Grid.shares(map, height, width);
        if (shares.isEmpty()) {
            return List.<Row>of().iterator();
        }
        float[] corners = new float[4];
        for (int corner = 0; corner < corners.length; corner++) {
            corners[corner] = row.isNullAt(FIRST_CORNER + corner) ? Float.NaN : row.getFloat(FIRST_CORNER + corner);
        }
        int mapHeight = Math.min(MAP_SIDE, height);
        int mapWidth = Math.min(MAP_SIDE, width);
        Integer label = row.getAs("label_index");
        return List.of(new RowBuilder(ClusterSchema.POOLED)
                        .set("target", row.<Integer>getAs("target"))
                        .set("target_name", row.<String>getAs("target_name"))
                        .set("image_id", row.<String>getAs("image_id"))
                        .set("label", row.<String>getAs("label"))
                        .set("correct", label == null ? null : Objects.equals(label, row.getAs("predicted")))
                        .set("border_share", row.<Float>getAs("border_share"))
                        .set("corners", corners)
                        .set("shares", shares.get())
                        .set("map", Grid.pool(map, height, width, mapHeight, mapWidth))
                        .set("map_height", mapHeight)
                        .set("map_width", mapWidth)
                        .build())
                .iterator();
    }

    /** Summed over colours. */
    private static float[] summed(List<Float> relevance, int pixels) {
        float[] map = new float[pixels];
        int element = 0;
        for (float value : relevance) {
            map[element++ % pixels] += value;
        }
        return map;
    }
}

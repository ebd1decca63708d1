package io.lrpspark.pipeline.report;

import io.lrpspark.lrp.image.DecodedImage;
import io.lrpspark.pipeline.report.model.ClassDetail.ShownImage;
import io.lrpspark.pipeline.report.model.Picture;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Draws an image and its map where they lie. A row of the attributions goes in. */
final class RenderImage implements MapFunction<Row, Row> {
    private static final StructType PICTURE = new StructType()
            .add("format", DataTypes.StringType)
            .add("bytes", DataTypes.BinaryType)
            .add("width", DataTypes.IntegerType)
            .add("height", DataTypes.IntegerType);

    static final StructType RENDERED = new StructType()
            .add("target", DataTypes.IntegerType)
            .add("image_id", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("predicted", DataTypes.StringType)
            .add("probability", DataTypes.DoubleType)
            .add("correct", DataTypes.BooleanType)
            .add("thumbnail", PICTURE)
            .add("heatmap", PICTURE);

    private static final long serialVersionUID = 1L;

    /** The columns that it needs. */
    static final String[] COLUMNS = {
        "target",
        "image_id",
        "label",
        "label_index",
        "predicted",
        "predicted_name",
        "predicted_probability",
        "relevance",
        "relevance_shape",
        "thumbnail"
    };

    @Override
    public Row call(Row row) {
        Cells cells = new Cells(row);
        Optional<byte[]> encoded = cells.bytes("thumbnail");
        Optional<DecodedImage> image = encoded.flatMap(Pictures::decode);
        Optional<Plane> map = Plane.of(cells.list("relevance"), cells.list("relevance_shape"));
        Optional<Picture> heatmap = map.map(plane -> image.map(thumbnail -> Pictures.overlay(plane, thumbnail.image()))
                .orElseGet(() -> Pictures.alone(plane)));
        Optional<Integer> label = cells.index("label_index");
        return RowFactory.create(
                cells.index("target").orElseThrow(),
                cells.text("image_id").orElse(""),
                cells.text("label").orElse(null),
                cells.text("predicted_name")
                        .or(() -> cells.index("predicted").map(index -> "class " + index))
                        .orElse(null),
                cells.number("predicted_probability").orElse(null),
                label.map(index -> cells.index("predicted").equals(Optional.of(index)))
                        .orElse(null),
                image.map(thumbnail -> row(Pictures.thumbnail(thumbnail, encoded.orElseThrow())))
                        .orElse(null),
                heatmap.map(RenderImage::row).orElse(null));
    }

    /** What {@link #call} made. */
    static ShownImage shown(Cells rendered) {
        return new ShownImage(
                rendered.text("image_id").orElse(""),
                rendered.text("label"),
                rendered.text("predicted"),
                rendered.number("probability"),
                rendered.text("correct").map(Boolean::valueOf),
                rendered.struct("thumbnail").map(RenderImage::picture),
                rendered.struct("heatmap").map(RenderImage::picture));
    }

    private static Row row(Picture picture) {
        return RowFactory.create(picture.format().name(), picture.bytes(), picture.width(), picture.height());
    }

    private static Picture picture(Cells cells) {
        return new Picture(
                Picture.Format.valueOf(cells.text("format").orElseThrow()),
                cells.bytes("bytes").orElseThrow(),
                (int) cells.count("width"),
                (int) cells.count("height"));
    }
}

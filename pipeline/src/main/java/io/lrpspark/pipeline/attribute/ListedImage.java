package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.input.ClassNames;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One image of the run as the listing has it.
 *
 * @param id identity
 * @param path qualified, not URL-encoded; or the text of a {@link io.lrpspark.pipeline.input.TableRow}
 * @param label of the one class it belongs to
 * @param labels of the classes it belongs to, in multi-label data
 */
record ListedImage(String id, String path, Optional<String> label, Optional<List<String>> labels) {

    /** What travels to the task: plain strings, which both of Spark's serializers know. */
    static Row pack(Row input) {
        int labels = input.fieldIndex("labels");
        return RowFactory.create(
                input.getAs("image_id"),
                input.getAs("path"),
                input.getAs("label"),
                input.isNullAt(labels) ? null : input.getList(labels).toArray(new String[0]));
    }

    /** The image of a packed row. */
    static ListedImage unpack(Row packed) {
        String[] labels = packed.getAs(3);
        return new ListedImage(
                packed.getString(0),
                packed.getString(1),
                Optional.ofNullable(packed.getString(2)),
                Optional.ofNullable(labels).map(List::of));
    }

    /** The class of the label, if it is one. */
    OptionalInt labelIndex(ClassNames classes) {
        return label.isPresent() ? classes.indexOf(label.get()) : OptionalInt.empty();
    }
}

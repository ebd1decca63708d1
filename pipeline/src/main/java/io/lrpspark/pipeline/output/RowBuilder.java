package io.lrpspark.pipeline.output;

import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Builds one row by the names of its columns; a column that is not set is null. */
public final class RowBuilder {
    private final StructType schema;
    private final Object[] values;

    /** @param schema of the row */
    public RowBuilder(StructType schema) {
        this.schema = schema;
        this.values = new Object[schema.length()];
    }

    /**
     * Sets a column.
     *
     * @param value of the type that Spark expects for the column in a {@link Row}
     * @throws IllegalArgumentException if there is no such column
     */
    public RowBuilder set(String column, Object value) {
        values[schema.fieldIndex(column)] = value;
        return this;
    }

    /** Sets a column that may have no value. */
    public RowBuilder set(String column, Optional<?> value) {
        return set(column, value.orElse(null));
    }

    /** The row. */
    public Row build() {
        return RowFactory.create(values.clone());
    }
}

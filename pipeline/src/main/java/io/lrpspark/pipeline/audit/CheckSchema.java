package io.lrpspark.pipeline.audit;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the table {@code checks}. */
final class CheckSchema {
    static final StructType CHECKS = new StructType()
            .add("checked_at", DataTypes.TimestampType)
            .add("name", DataTypes.StringType)
            .add("level", DataTypes.StringType)
            .add("scope", DataTypes.StringType)
            .add("target", DataTypes.IntegerType)
            .add("target_name", DataTypes.StringType)
            .add("metric", DataTypes.StringType)
            .add("value", DataTypes.DoubleType)
            .add("lower", DataTypes.DoubleType)
            .add("upper", DataTypes.DoubleType)
            .add("status", DataTypes.StringType)
            .add("comparison", DataTypes.StringType)
            .add("baseline_run", DataTypes.StringType)
            .add("baseline_value", DataTypes.DoubleType)
            .add("message", DataTypes.StringType);

    private CheckSchema() {}
}

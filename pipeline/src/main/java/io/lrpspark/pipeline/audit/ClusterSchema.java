package io.lrpspark.pipeline.audit;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the tables {@code clusters} and {@code cluster_members}, and of what travels between them. */
final class ClusterSchema {
    static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, false);

    /** A map as it is clustered: pooled, with what is known of its image. */
    static final StructType POOLED = new StructType()
            .add("target", DataTypes.IntegerType)
            .add("target_name", DataTypes.StringType)
            .add("image_id", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("correct", DataTypes.BooleanType)
            .add("border_share", DataTypes.FloatType)
            .add("corners", FLOATS)
            .add("shares", FLOATS)
            .add("map", FLOATS)
            .add("map_height", DataTypes.IntegerType)
            .add("map_width", DataTypes.IntegerType);

    static final StructType MEMBER = new StructType()
            .add("image_id", DataTypes.StringType)
            .add("target", DataTypes.IntegerType)
            .add("cluster", DataTypes.IntegerType)
            .add("x", DataTypes.FloatType)
            .add("y", DataTypes.FloatType)
            .add("distance", DataTypes.FloatType);

    static final StructType CLUSTER = new StructType()
            .add("target", DataTypes.IntegerType)
            .add("target_name", DataTypes.StringType)
            .add("cluster", DataTypes.IntegerType)
            .add("size", DataTypes.LongType)
            .add("share", DataTypes.DoubleType)
            .add("class_images", DataTypes.LongType)
            .add("clustered_images", DataTypes.LongType)
            .add("purity", DataTypes.DoubleType)
            .add("label", DataTypes.StringType)
            .add("accuracy", DataTypes.DoubleType)
            .add("focus", DataTypes.DoubleType)
            .add("coherence", DataTypes.DoubleType)
            .add("distance", DataTypes.DoubleType)
            .add("border_share", DataTypes.DoubleType)
            .add("corner_share", DataTypes.DoubleType)
            .add("corner", DataTypes.StringType)
            .add("outlier_score", DataTypes.DoubleType)
            .add("suspicion", DataTypes.DoubleType)
            .add("suspicion_rank", DataTypes.IntegerType)
            .add("accused", DataTypes.BooleanType)
            .add("reason", DataTypes.StringType)
            .add("mean_map", FLOATS)
            .add("map_shape", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("representatives", DataTypes.createArrayType(DataTypes.StringType, false));

    /** A cluster with its members, as a task finds it; suspicion comes later, when all classes are known. */
    static final StructType FOUND = CLUSTER.add("mean_shares", FLOATS)
            .add("low_shares", FLOATS)
            .add("class_high_shares", FLOATS)
            .add("class_mean_shares", FLOATS)
            .add("class_coherence", DataTypes.DoubleType)
            .add("members", DataTypes.createArrayType(MEMBER, false));

    private ClusterSchema() {}
}

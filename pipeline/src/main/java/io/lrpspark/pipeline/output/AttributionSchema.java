package io.lrpspark.pipeline.output;

import io.lrpspark.lrp.statistic.MapStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the {@code attributions} table. */
public final class AttributionSchema {
    private AttributionSchema() {}

    /**
     * The schema, with what made the maps as field metadata of {@code relevance}.
     *
     * @param provenance such as model, canonizer and composite
     */
    public static StructType of(Map<String, String> provenance) {
        MetadataBuilder metadata = new MetadataBuilder();
        new TreeMap<>(provenance).forEach(metadata::putString);
        Fields fields = new Fields();
        fields.required("image_id", DataTypes.StringType);
        fields.required("status", DataTypes.StringType);
        fields.optional("stage", DataTypes.StringType);
        fields.optional("error", DataTypes.StringType);
        fields.optional("message", DataTypes.StringType);
        fields.optional("content_sha256", DataTypes.StringType);
        fields.optional("label", DataTypes.StringType);
        fields.optional("label_index", DataTypes.IntegerType);
        fields.optional("labels", DataTypes.createArrayType(DataTypes.StringType, true));
        fields.optional("width", DataTypes.IntegerType);
        fields.optional("height", DataTypes.IntegerType);
        fields.optional("predicted", DataTypes.IntegerType);
        fields.optional("predicted_name", DataTypes.StringType);
        fields.optional("predicted_probability", DataTypes.FloatType);
        fields.optional("target", DataTypes.IntegerType);
        fields.optional("target_name", DataTypes.StringType);
        fields.optional("target_logit", DataTypes.FloatType);
        fields.optional("target_probability", DataTypes.FloatType);
        fields.add("relevance", DataTypes.createArrayType(DataTypes.FloatType, false), metadata.build());
        fields.optional("relevance_shape", DataTypes.createArrayType(DataTypes.IntegerType, false));
        for (String total : List.of(
                "seed",
                "relevance_sum",
                "positive_sum",
                "negative_sum",
                "absorbed_bias",
                "stopped",
                "stabilised",
                "ledger_error")) {
            fields.optional(total, DataTypes.DoubleType);
        }
        MapStatistics.names().forEach(name -> fields.optional(name, DataTypes.FloatType));
        fields.optional("thumbnail", DataTypes.BinaryType);
        return fields.schema();
    }

    private static final class Fields {
        private final List<StructField> fields = new ArrayList<>();

        void required(String name, DataType type) {
            fields.add(DataTypes.createStructField(name, type, false));
        }

        void optional(String name, DataType type) {
            add(name, type, Metadata.empty());
        }

        void add(String name, DataType type, Metadata metadata) {
            fields.add(DataTypes.createStructField(name, type, true, metadata));
        }

        StructType schema() {
            return DataTypes.createStructType(fields);
        }
    }
}

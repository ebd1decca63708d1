package io.lrpspark.pipeline.attribute;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.TargetSpec;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.AttributionTable;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.RunRecords;
import io.lrpspark.pipeline.output.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Takes the rows of images that have not changed from an earlier run. An image has not changed if the earlier run
 * explained one of the same identity whose encoded bytes have the same SHA-256; they are read to make sure, whatever the
 * file's date says. Decoding and attribution are what is saved. Failed images are tried again. Labels are those of the
 * new listing; where they are the target, they must not have changed either.
 */
final class Reuse {
    /** Who the images are now, and how they are labelled. */
    private static final StructType NEW = DataTypes.createStructType(new StructField[] {
        DataTypes.createStructField("new_id", DataTypes.StringType, false),
        DataTypes.createStructField("new_label", DataTypes.StringType, true),
        DataTypes.createStructField("new_label_index", DataTypes.IntegerType, true),
        DataTypes.createStructField("new_labels", DataTypes.createArrayType(DataTypes.StringType, true), true)
    });

    private static final List<String> LABELS = List.of("label", "label_index", "labels");

    /** Images that are read in one task, to be compared. */
    private static final int IMAGES_A_TASK = 512;

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final AttributeSettings settings;
    private final Dataset<Row> earlier;

    private Reuse(SparkSession spark, AttributeSettings settings, Dataset<Row> earlier) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.settings = settings;
        this.earlier = earlier;
    }

    /** Opens the earlier run, which {@link #check} has let pass. */
    static Reuse of(SparkSession spark, AttributeSettings settings, RunId run, Tables tables) {
        return new Reuse(spark, settings, AttributionTable.read(spark, tables, run));
    }

    /**
     * Refuses a run that cannot be reused.
     *
     * @throws UsageException if there is no such run, it is unfinished, or it was made with another plan
     */
    static void check(SparkSession spark, AttributeSettings settings, RunId run, Tables tables, RunRecords records) {
        Map<String, Object> started = records.readStarted(run)
                .orElseThrow(
                        () -> new UsageException("run '" + run + "' cannot be reused: there is none of that name in '"
                                + tables.root() + "' (lrp runs list shows them)"));
        if (!records.isFinished(run)) {
            throw new UsageException("run '" + run + "' cannot be reused: it is unfinished, continue it with --resume "
                    + run + " first");
        }
        List<String> differences =
                RecordedPlan.differencesOfRows(started, RunDescription.started(spark, settings, Instant.now()));
        if (!differences.isEmpty()) {
            throw new UsageException("run '" + run + "' cannot be reused, its rows would be different: "
                    + String.join("; ", differences));
        }
    }

    /**
     * Finds the images of a wave that have not changed, and reads them for it.
     *
     * @param listed rows of the listing
     * @return their positions
     */
    Set<Long> unchanged(List<Row> listed, Broadcast<SerializableConfiguration> configuration, Meters meters) {
        Map<String, Row> byId = new HashMap<>();
        listed.forEach(image -> byId.put(image.getAs("image_id"), image));
        List<Row> candidates = rowsOf(listed)
                .select("image_id", "content_sha256", "label", "labels")
                .dropDuplicates("image_id")
                .collectAsList();
        List<Row> packed = new ArrayList<>();
        for (Row candidate : candidates) {
            Row image = byId.get(candidate.<String>getAs("image_id"));
            if (!(settings.target() instanceof TargetSpec.Label)
                    || labels(image).equals(labels(candidate))) {
                packed.add(RowFactory.create(
                        image.<Long>getAs("position"),
                        candidate.<String>getAs("content_sha256"),
                        ListedImage.pack(image)));
            }
        }
        if (packed.isEmpty()) {
            return Set.of();
        }
        packed.sort(Comparator.comparingLong(row -> row.getLong(0)));
        int slots = Math.max(1, context.defaultParallelism());
        int tasks = Math.min(packed.size(), Math.max(slots, (packed.size() + IMAGES_A_TASK - 1) / IMAGES_A_TASK));
        return new HashSet<>(context.parallelize(packed, tasks)
                .mapPartitions(new Compare(TaskPlan.of(settings, settings.batchSize()), configuration, meters))
                .collect());
    }

    private static List<Object> labels(Row row) {
        int labels = row.fieldIndex("labels");
        return Arrays.asList(row.<String>getAs("label"), row.isNullAt(labels) ? null : row.<String>getList(labels));
    }

    /**
     * The earlier rows of unchanged images, with their new labels.
     *
     * @param listed rows of the listing
     * @param schema of the attributions
     */
    Dataset<Row> copies(List<Row> listed, StructType schema) {
        Column[] columns = Arrays.stream(schema.fields())
                .map(field -> col(LABELS.contains(field.name()) ? "new_" + field.name() : field.name())
                        .as(field.name(), field.metadata()))
                .toArray(Column[]::new);
        return rowsOf(listed).select(columns);
    }

    /** The explained rows of these images, with their new labels beside. No row passes through a shuffle. */
    private Dataset<Row> rowsOf(List<Row> listed) {
        ClassNames classes = settings.classes();
        List<Row> images = new ArrayList<>();
        String first = null;
        String last = null;
        for (Row row : listed) {
            String id = row.getAs("image_id");
            first = first == null || order(id, first) < 0 ? id : first;
            last = last == null || order(id, last) > 0 ? id : last;
            ListedImage image = ListedImage.unpack(ListedImage.pack(row));
            images.add(RowFactory.create(
                    id,
                    row.getAs("label"),
                    image.labelIndex(classes).isPresent()
                            ? image.labelIndex(classes).getAsInt()
                            : null,
                    image.labels().map(labels -> labels.toArray(new String[0])).orElse(null)));
        }
        // A wave is a range of identities, as a rule: then most of the earlier run's row groups need not be looked at.
        return earlier.where(col("status").equalTo("ok").and(col("image_id").between(first, last)))
                .join(
                        broadcast(spark.createDataFrame(images, NEW)),
                        col("image_id").equalTo(col("new_id")));
    }

    /** As Spark and Parquet compare strings: by their bytes in UTF-8. */
    private static int order(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads images and lets those pass that have the content they had. */
    private static final class Compare implements FlatMapFunction<Iterator<Row>, Long> {
        private static final long serialVersionUID = 1L;

        private final TaskPlan plan;
        private final Broadcast<SerializableConfiguration> configuration;
        private final Meters meters;

        Compare(TaskPlan plan, Broadcast<SerializableConfiguration> configuration, Meters meters) {
            this.plan = plan;
            this.configuration = configuration;
            this.meters = meters;
        }

        @Override
        public Iterator<Long> call(Iterator<Row> images) throws IOException {
            List<Long> unchanged = new ArrayList<>();
            try (ImagePreparer preparer =
                    new ImagePreparer(configuration.value().value(), plan, meters)) {
                while (images.hasNext()) {
                    Row image = images.next();
                    if (preparer.hasContent(ListedImage.unpack(image.getAs(2)), image.getString(1))) {
                        unchanged.add(image.getLong(0));
                    }
                }
            }
            return unchanged.iterator();
        }
    }
}

package io.lrpspark.pipeline.attribute;

import static org.apache.spark.sql.functions.col;

import io.lrpspark.pipeline.output.AttributionSchema;
import io.lrpspark.pipeline.output.RunFiles;
import io.lrpspark.pipeline.output.RunRecords;
import io.lrpspark.pipeline.output.TableWriter;
import io.lrpspark.pipeline.output.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Writes the waves of a run, each by one Spark job. The driver holds the listing of one wave at a time and hands its parts
 * to the tasks: a task that is repeated needs nothing of an executor that was lost.
 */
final class WaveWriter implements AutoCloseable {
    private final SparkSession spark;
    private final JavaSparkContext context;
    private final AttributeSettings settings;
    private final int batchSize;
    private final Tables tables;
    private final Dataset<Row> inputs;
    private final Optional<Reuse> reuse;
    private final Meters meters;
    private final StructType schema;
    private final Broadcast<byte[]> program;
    private final Broadcast<SerializableConfiguration> configuration;

    /**
     * @param batchSize images per call of the engine
     * @param inputs the listing of the run
     */
    WaveWriter(
            SparkSession spark,
            AttributeSettings settings,
            int batchSize,
            Tables tables,
            Dataset<Row> inputs,
            Optional<Reuse> reuse,
            Meters meters) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.settings = settings;
        this.batchSize = batchSize;
        this.tables = tables;
        this.inputs = inputs;
        this.reuse = reuse;
        this.meters = meters;
        Map<String, String> provenance = new TreeMap<>(settings.program().provenance());
        provenance.put("program", settings.program().fingerprint());
        provenance.put("preprocessing", settings.preprocessing().text());
        this.schema = AttributionSchema.of(provenance);
        this.program = context.broadcast(settings.program().encode());
        this.configuration = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    }

    /**
     * Writes a wave, replacing what a repeated attempt left.
     *
     * @param records told how the wave begins
     * @return how many of its images were reused
     */
    long write(Wave wave, int resumptions, RunRecords records, RunFiles files) {
        List<Row> listed = new ArrayList<>(inputs.where(
                        col("position").geq(wave.first()).and(col("position").lt(wave.first() + wave.size())))
                .collectAsList());
        listed.sort(Comparator.comparingLong(row -> row.<Long>getAs("position")));
        Set<Long> unchanged =
                reuse.map(run -> run.unchanged(listed, configuration, meters)).orElse(Set.of());
        records.wave(settings.run(), wave.number(), RunDescription.wave(wave, unchanged.size()));
        CrashWatch watch = CrashWatch.over(
                tables.journal(settings.run(), wave.number()),
                resumptions,
                context.isLocal(),
                context.hadoopConfiguration());
        List<Row> work = listed.stream()
                .filter(row -> !unchanged.contains(row.<Long>getAs("position")))
                .toList();
        List<Row> copied = listed.stream()
                .filter(row -> unchanged.contains(row.<Long>getAs("position")))
                .toList();
        TableWriter.writeMaps(rows(work, copied, watch), tables.wave(settings.run(), wave.number()));
        files.removeJournal(settings.run(), wave.number());
        return unchanged.size();
    }

    private Dataset<Row> rows(List<Row> work, List<Row> copied, CrashWatch watch) {
        if (work.isEmpty()) {
            return reuse.orElseThrow().copies(copied, schema);
        }
        AttributePartition attribute =
                new AttributePartition(TaskPlan.of(settings, batchSize), schema, program, configuration, watch, meters);
        Dataset<Row> explained = spark.createDataFrame(parts(work).mapPartitions(attribute), schema);
        if (copied.isEmpty()) {
            return explained;
        }
        // A union keeps no metadata of columns.
        Column[] columns = Arrays.stream(schema.fields())
                .map(field -> col(field.name()).as(field.name(), field.metadata()))
                .toArray(Column[]::new);
        return explained.unionByName(reuse.orElseThrow().copies(copied, schema)).select(columns);
    }

    /** The images of a wave, divided into partitions of whole batches. */
    private JavaRDD<Tuple2<Long, Row>> parts(List<Row> listed) {
        BatchPartitioner partitioner =
                new BatchPartitioner(0, listed.size(), batchSize, Math.max(1, context.defaultParallelism()));
        List<ArrayList<Tuple2<Long, Row>>> parts = new ArrayList<>();
        for (int part = 0; part < partitioner.numPartitions(); part++) {
            parts.add(new ArrayList<>());
        }
        for (int place = 0; place < listed.size(); place++) {
            Row row = listed.get(place);
            parts.get(partitioner.getPartition((long) place))
                    .add(new Tuple2<>(row.<Long>getAs("position"), ListedImage.pack(row)));
        }
        return context.parallelize(parts, parts.size()).flatMap(List::iterator);
    }

    @Override
    public void close() {
        program.unpersist(false);
        configuration.unpersist(false);
    }
}

package io.lrpspark.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import io.lrpspark.pipeline.audit.cluster.Grid;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.TableWriter;
import io.lrpspark.pipeline.output.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;

/** Finds the clusters of every class of a run, judges them, and writes {@code clusters} and {@code cluster_members}. */
final class ClusterJob {
    private static final int SEED = 0;

    private ClusterJob() {}

    /**
     * Runs: one pass over the maps, one group of small rows per class.
     *
     * @param attributions rows of the run
     * @return the rows of the {@code clusters} table, the most suspicious first
     */
    static List<Row> run(Tables tables, RunId run, Dataset<Row> attributions) {
        Dataset<Row> found = attributions
                .where(col("status").equalTo("ok").and(col("target").isNotNull()))
                .select(Arrays.stream(PoolMaps.COLUMNS)
                        .map(column -> col(column))
                        .toArray(Column[]::new))
                .flatMap(new PoolMaps(), Encoders.row(ClusterSchema.POOLED))
                .groupByKey((MapFunction<Row, Integer>) row -> row.getInt(0), Encoders.INT())
                .flatMapGroups(new ClassClusters(SEED), Encoders.row(ClusterSchema.FOUND))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            TableWriter.write(
                    found.select(explode(col("members")).as("member"))
                            .select("member.*")
                            .coalesce(1),
                    tables.clusterMembers(run));
            List<Row> clusters =
                    judged(found.drop("members").orderBy("target", "cluster").collectAsList());
            TableWriter.write(
                    attributions
                            .sparkSession()
                            .createDataFrame(clusters, ClusterSchema.CLUSTER)
                            .coalesce(1),
                    tables.clusters(run));
            return clusters;
        } finally {
            found.unpersist(false);
        }
    }

    private static List<Row> judged(List<Row> rows) {
        List<Suspicion.Cluster> clusters = rows.stream()
                .map(row -> new Suspicion.Cluster(
                        row.<Integer>getAs("target"),
                        row.<Long>getAs("size"),
                        floats(row.getList(row.fieldIndex("mean_shares"))),
                        floats(row.getList(row.fieldIndex("low_shares"))),
                        floats(row.getList(row.fieldIndex("class_high_shares"))),
                        new Suspicion.OfClass(
                                row.<Long>getAs("class_images"),
                                floats(row.getList(row.fieldIndex("class_mean_shares"))),
                                row.<Double>getAs("class_coherence"))))
                .toList();
        int columns = rows.isEmpty()
                ? Grid.SIDE
                : Math.min(
                        Grid.SIDE,
                        rows.get(0)
                                .<Integer>getList(rows.get(0).fieldIndex("map_shape"))
                                .get(1));
        List<Suspicion.Judgement> judgements = Suspicion.of(clusters, columns);
        List<Integer> order = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Suspicion.order(clusters, judgements))
                .toList();
        List<Row> judged = new ArrayList<>();
        for (int rank = 0; rank < order.size(); rank++) {
            Row row = rows.get(order.get(rank));
            Suspicion.Judgement judgement = judgements.get(order.get(rank));
            Object[] values = new Object[ClusterSchema.CLUSTER.length()];
            for (int column = 0; column < values.length; column++) {
                values[column] = row.get(column);
            }
            values[ClusterSchema.CLUSTER.fieldIndex("outlier_score")] = judgement.deviations();
            values[ClusterSchema.CLUSTER.fieldIndex("suspicion")] = judgement.suspicion();
            values[ClusterSchema.CLUSTER.fieldIndex("suspicion_rank")] = rank + 1;
            values[ClusterSchema.CLUSTER.fieldIndex("accused")] = judgement.accused();
            values[ClusterSchema.CLUSTER.fieldIndex("reason")] = judgement.reason();
            judged.add(RowFactory.create(values));
        }
        return judged;
    }

    private static float[] floats(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}

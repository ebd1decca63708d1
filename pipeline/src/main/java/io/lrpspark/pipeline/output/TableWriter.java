package io.lrpspark.pipeline.output;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Writes a table's partition with one Spark job to a path of its own; nothing is visible there until it commits. */
public final class TableWriter {
    private static final int MAP_ROW_GROUP = 32 << 20;

    private TableWriter() {}

    /**
     * Writes a table of small rows, replacing what a repeated attempt left.
     *
     * @param path the partition's own
     */
    public static void write(Dataset<Row> rows, Path path) {
        rows.write().mode(SaveMode.Overwrite).parquet(path.toString());
    }

    /**
     * Writes rows that hold relevance maps. Spark's vectorised reader takes up to 4,096 rows of a row group at once,
     * so row groups are kept to 32 MB; Parquet looks at the size only every so many rows, so it is told to look
     * often; and a dictionary of relevance values would be built in vain.
     *
     * @param path the wave's own
     */
    public static void writeMaps(Dataset<Row> rows, Path path) {
        rows.write()
                .mode(SaveMode.Overwrite)
                .option("parquet.block.size", MAP_ROW_GROUP)
                .option("parquet.block.size.row.check.min", 10)
                .option("parquet.page.size.row.check.min", 4)
                .option("parquet.page.size.row.check.max", 100)
                .option("parquet.enable.dictionary#relevance.list.element", false)
                .option("parquet.enable.dictionary#thumbnail", false)
                .parquet(path.toString());
    }
}

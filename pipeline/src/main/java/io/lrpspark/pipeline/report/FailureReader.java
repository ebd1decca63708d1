package io.lrpspark.pipeline.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import io.lrpspark.pipeline.report.model.FailureFacts;
import io.lrpspark.pipeline.report.model.FailureFacts.Cause;
import io.lrpspark.pipeline.report.model.FailureFacts.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The images without a map, by cause. */
final class FailureReader {
    private FailureReader() {}

    private record Key(String stage, String error) {
        static Key of(Cells row) {
            return new Key(
                    row.text("stage").orElse("unknown"), row.text("error").orElse("unknown"));
        }
    }

    static FailureFacts read(Dataset<Row> attributions, ReportLimits limits) {
        Dataset<Row> failed =
                attributions.where(col("status").equalTo("failed")).select("image_id", "stage", "error", "message");
        List<Cells> counts = failed
                .groupBy("stage", "error")
                .count()
                .orderBy(col("count").desc(), col("stage"), col("error"))
                .collectAsList()
                .stream()
                .map(Cells::new)
                .toList();
        if (counts.isEmpty()) {
            return new FailureFacts(0, List.of(), 0);
        }
        Map<Key, List<Example>> examples = examples(failed, limits.examples());
        return new FailureFacts(
                counts.stream().mapToLong(row -> row.count("count")).sum(),
                counts.stream()
                        .limit(limits.causes())
                        .map(row -> {
                            Key key = Key.of(row);
                            return new Cause(
                                    key.stage(),
                                    key.error(),
                                    row.count("count"),
                                    examples.getOrDefault(key, List.of()));
                        })
                        .toList(),
                counts.size());
    }

    private static Map<Key, List<Example>> examples(Dataset<Row> failed, int most) {
        Map<Key, List<Example>> examples = new HashMap<>();
        failed.withColumn(
                        "place",
                        row_number().over(Window.partitionBy("stage", "error").orderBy("image_id")))
                .where(col("place").leq(most))
                .orderBy("image_id")
                .collectAsList()
                .forEach(row -> {
                    Cells cells = new Cells(row);
                    examples.computeIfAbsent(Key.of(cells), key -> new ArrayList<>())
                            .add(new Example(cells.text("image_id").orElse(""), cells.text("message")));
                });
        return examples;
    }
}

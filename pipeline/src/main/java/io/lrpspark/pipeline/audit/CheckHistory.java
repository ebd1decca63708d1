package io.lrpspark.pipeline.audit;

import static org.apache.spark.sql.functions.col;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The values that earlier audits found: the {@code checks} of the runs that were started before this one. */
final class CheckHistory {
    private record Key(String check, Optional<Integer> target) {}

    private final Map<Key, List<Double>> values = new HashMap<>();

    private CheckHistory() {}

    static CheckHistory before(SparkSession spark, RunCatalog catalog, RunId run) {
        CheckHistory history = new CheckHistory();
        String start = catalog.startedAt(run);
        List<RunId> earlier = catalog.finished().stream()
                .filter(other -> !other.equals(run) && catalog.startedAt(other).compareTo(start) < 0)
                .filter(other ->
                        catalog.records().readFinished(other).orElse(Map.of()).containsKey("audit"))
                .toList();
        for (RunId other : earlier) {
            for (Row row : spark.read()
                    .parquet(Locations.literal(catalog.tables().checks(other).toString()))
                    .where(col("value").isNotNull())
                    .select("name", "target", "value")
                    .collectAsList()) {
                history.values
                        .computeIfAbsent(
                                new Key(row.getString(0), Optional.ofNullable(row.<Integer>getAs(1))),
                                key -> new ArrayList<>())
                        .add(row.getDouble(2));
            }
        }
        return history;
    }

    /** The values of the last runs, the oldest first. */
    List<Double> last(String check, Optional<Integer> target, int runs) {
        List<Double> all = values.getOrDefault(new Key(check, target), List.of());
        return all.subList(Math.max(0, all.size() - runs), all.size());
    }
}

package io.lrpspark.pipeline.output;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.UsageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** The runs below one root, by their records. */
public final class RunCatalog {
    private static final int NAMED = 5;

    private final Tables tables;
    private final RunRecords records;
    private final Configuration configuration;

    /** @param tables where the runs lie */
    public RunCatalog(Tables tables, Configuration configuration) {
        this.tables = tables;
        this.records = new RunRecords(tables, configuration);
        this.configuration = configuration;
    }

    /** Where the runs lie. */
    public Tables tables() {
        return tables;
    }

    /** The records of the runs. */
    public RunRecords records() {
        return records;
    }

    /** The finished runs, in the order in which they were started. */
    public List<RunId> finished() {
        List<RunId> runs = new ArrayList<>();
        try {
            for (FileStatus folder :
                    Locations.fileSystem(tables.records(), configuration).listStatus(tables.records())) {
                RunId run = new RunId(folder.getPath().getName());
                if (records.isFinished(run)) {
                    runs.add(run);
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UsageException("tables '" + tables.root() + "' cannot be read: " + e.getMessage(), e);
        }
        runs.sort(Comparator.comparing(this::startedAt).thenComparing(RunId::value));
        return List.copyOf(runs);
    }

    /**
     * The finished run that was started last.
     *
     * @throws UsageException if there is none
     */
    public RunId latest() {
        List<RunId> runs = finished();
        if (runs.isEmpty()) {
            throw new UsageException("tables '" + tables.root()
                    + "' have no finished run: expected the folder that lrp attribute wrote with --output");
        }
        return runs.get(runs.size() - 1);
    }

    /**
     * Refuses a run that is missing or unfinished.
     *
     * @throws UsageException if it is
     */
    public void requireFinished(RunId run) {
        if (records.isFinished(run)) {
            return;
        }
        if (records.readStarted(run).isPresent()) {
            throw new UsageException("run '" + run + "' is unfinished (it has no finished.json below "
                    + tables.records(run) + "): expected a finished run" + others());
        }
        throw new UsageException(
                "run '" + run + "' does not exist below " + tables.root() + ": expected a finished run" + others());
    }

    /** When a run was started, as its record has it; empty if it does not say. */
    public String startedAt(RunId run) {
        return String.valueOf(records.readStarted(run).orElse(Map.of()).getOrDefault("started_at", ""));
    }

    /** The names of the run's classes, by index; empty if its record has none. */
    public List<String> classNames(RunId run) {
        Object classes = records.readStarted(run).orElse(Map.of()).get("classes");
        return classes instanceof Map<?, ?> content && content.get("names") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private String others() {
        List<RunId> runs = finished();
        if (runs.isEmpty()) {
            return ", but there is none";
        }
        List<String> last = runs.subList(Math.max(0, runs.size() - NAMED), runs.size()).stream()
                .map(RunId::value)
                .toList();
        return " such as " + String.join(", ", last);
    }
}

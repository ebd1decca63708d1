package io.lrpspark.pipeline.output;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.UsageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** The runs below one root, by their records. */
public final class RunCatalog {
    private static final int NAMED = 5;

    private final Tables tables;
    private final RunRecords records;
    private final RunFiles files;
    private final Configuration configuration;

    /** @param tables where the runs lie */
    public RunCatalog(Tables tables, Configuration configuration) {
        this.tables = tables;
        this.records = new RunRecords(tables, configuration);
        this.files = new RunFiles(tables, configuration);
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

    /** What the runs have written. */
    public RunFiles files() {
        return files;
    }

    /** All runs that have a record, unfinished ones too, in the order in which they were started. */
    public List<RunId> all() {
        List<RunId> runs = new ArrayList<>();
        try {
            for (FileStatus folder :
                    Locations.fileSystem(tables.records(), configuration).listStatus(tables.records())) {
                if (folder.isDirectory()) {
                    RunId.find(folder.getPath().getName()).ifPresent(runs::add);
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UsageException("tables '" + tables.root() + "' cannot be read: " + e.getMessage(), e);
        }
        Map<RunId, String> starts = new HashMap<>();
        runs.forEach(run -> starts.put(run, startedAt(run)));
        runs.sort(Comparator.<RunId, String>comparing(starts::get).thenComparing(RunId::value));
        return List.copyOf(runs);
    }

    /** The finished runs, in the order in which they were started. */
    public List<RunId> finished() {
        return all().stream().filter(records::isFinished).toList();
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

    /** The finished run that was started last before a finished one. */
    public Optional<RunId> before(RunId run) {
        List<RunId> runs = finished();
        int place = runs.indexOf(run);
        return place > 0 ? Optional.of(runs.get(place - 1)) : Optional.empty();
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

    /**
     * Refuses a run that is not there at all.
     *
     * @throws UsageException if it has neither a record nor rows
     */
    public void requireExisting(RunId run) {
        if (!files.isThere(run)) {
            List<String> others = all().stream().map(RunId::value).toList();
            throw new UsageException("run '" + run + "' does not exist below " + tables.root() + ": expected "
                    + (others.isEmpty()
                            ? "the folder of some runs"
                            : "one of "
                                    + String.join(
                                            ", ", others.subList(Math.max(0, others.size() - NAMED), others.size()))));
        }
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

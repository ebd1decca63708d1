package io.lrpspark.pipeline.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.StorageFault;
import io.lrpspark.pipeline.input.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The records of a run: {@code started.json} is written before anything else, {@code finished.json} after everything
 * else. A run without the latter is unfinished, whatever else is there. A reader sees whole records ({@link AtomicFile}).
 */
public final class RunRecords {
    static final String FINISHED = "finished.json";

    private static final String CLAIM = "claim";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Tables tables;
    private final Configuration configuration;

    /** @param tables where the records lie */
    public RunRecords(Tables tables, Configuration configuration) {
        this.tables = tables;
        this.configuration = configuration;
    }

    /**
     * Refuses a run id that is taken.
     *
     * @throws UsageException if the run has a record or rows
     */
    public void requireFree(RunId run) {
        for (Path path : new Path[] {tables.records(run), tables.attributions(run), tables.inputs(run)}) {
            if (exists(path)) {
                throw taken(run, path);
            }
        }
    }

    /**
     * Claims a run id by writing its first record.
     *
     * @param content serialisable as JSON
     * @throws UsageException if another run has just claimed it
     */
    public void started(RunId run, Map<String, ?> content) {
        if (!claim(started(run), content)) {
            throw taken(run, started(run));
        }
    }

    /**
     * Writes the record of a resumption.
     *
     * @param content serialisable as JSON
     * @return how often the run has been resumed, this time included
     * @throws UsageException if somebody else has just resumed the run
     */
    public int resumed(RunId run, Map<String, ?> content) {
        int number = resumptions(run) + 1;
        if (!claim(resumed(run, number), content)) {
            throw new UsageException("run '" + run + "' has just been resumed by another process ("
                    + resumed(run, number) + "): wait for it, or end it first");
        }
        return number;
    }

    /** How often a run was resumed. */
    public int resumptions(RunId run) {
        int count = 0;
        while (exists(resumed(run, count + 1))) {
            count++;
        }
        return count;
    }

    /** The record of a run's resumption, counted from 1. */
    public Map<String, Object> readResumed(RunId run, int number) {
        return read(resumed(run, number)).orElse(Map.of());
    }

    private Path resumed(RunId run, int number) {
        return Locations.below(tables.records(run), "resumed-" + number + ".json");
    }

    /**
     * Writes the record of the listing, once it is complete.
     *
     * @param content serialisable as JSON
     */
    public void listed(RunId run, Map<String, ?> content) {
        write(Locations.below(tables.records(run), "listed.json"), content);
    }

    /** The record of a run's listing, if it is complete. */
    public Optional<Map<String, Object>> readListed(RunId run) {
        return read(Locations.below(tables.records(run), "listed.json"));
    }

    /**
     * Writes the record of a wave, before its work begins; a wave that is repeated replaces it.
     *
     * @param content serialisable as JSON
     */
    public void wave(RunId run, int wave, Map<String, ?> content) {
        write(wavePath(run, wave), content);
    }

    /** The record of a wave, if it was begun. */
    public Optional<Map<String, Object>> readWave(RunId run, int wave) {
        return read(wavePath(run, wave));
    }

    private Path wavePath(RunId run, int wave) {
        return Locations.below(tables.records(run), "waves/" + wave + ".json");
    }

    /** Whether nobody was faster. The record gets a mark by which its writer knows it again. */
    private boolean claim(Path path, Map<String, ?> content) {
        Map<String, Object> marked = new LinkedHashMap<>(content);
        marked.put(CLAIM, UUID.randomUUID().toString());
        try {
            return AtomicFile.create(path, json(marked), configuration);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private void write(Path path, Map<String, ?> content) {
        try {
            byte[] record = json(content);
            AtomicFile.replace(path, stream -> stream.write(record), configuration);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /**
     * Writes the last record of a run, or writes it again with more in it.
     *
     * @param content serialisable as JSON
     */
    public void finished(RunId run, Map<String, ?> content) {
        write(finished(run), content);
    }

    /** Whether the run's last record is there. */
    public boolean isFinished(RunId run) {
        return exists(finished(run));
    }

    /** The first record of a run, if there is one. */
    public Optional<Map<String, Object>> readStarted(RunId run) {
        return read(started(run));
    }

    /** The last record of a run, if it is finished. */
    public Optional<Map<String, Object>> readFinished(RunId run) {
        return read(finished(run));
    }

    private Optional<Map<String, Object>> read(Path path) {
        if (!exists(path)) {
            return Optional.empty();
        }
        try (InputStream stream = system(path).open(path)) {
            byte[] record = stream.readAllBytes();
            if (record.length == 0) {
                // Somebody is at claiming the run, on a file system where a name is there before its content.
                return Optional.empty();
            }
            @SuppressWarnings("unchecked")
            Map<String, Object> content = JSON.readValue(record, Map.class);
            content.remove(CLAIM);
            return Optional.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException("run record " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Path started(RunId run) {
        return Locations.below(tables.records(run), "started.json");
    }

    private Path finished(RunId run) {
        return Locations.below(tables.records(run), FINISHED);
    }

    private boolean exists(Path path) {
        try {
            return system(path).exists(path);
        } catch (IOException e) {
            throw StorageFault.of("output '" + tables.root() + "' cannot be read", path, e);
        }
    }

    private FileSystem system(Path path) throws IOException {
        return Locations.fileSystem(path, configuration);
    }

    private static byte[] json(Map<String, ?> content) throws JsonProcessingException {
        return JSON.writeValueAsBytes(content);
    }

    private static UsageException taken(RunId run, Path path) {
        return new UsageException(
                "run id '" + run + "' exists already (" + path + "): choose another with --run-id, or another output");
    }

    private static RuntimeException unwritable(Path path, IOException cause) {
        return StorageFault.of("run record " + path + " cannot be written", path, cause);
    }
}

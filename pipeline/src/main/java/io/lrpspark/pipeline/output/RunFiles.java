package io.lrpspark.pipeline.output;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.StorageFault;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What a run has written so far. A partition or a wave counts as written when its {@code _SUCCESS} is there. */
public final class RunFiles {
    private static final String SUCCESS = "_SUCCESS";
    private static final String TEMPORARY = "_temporary";
    private static final String WAVE = "wave=";

    private final Tables tables;
    private final Configuration configuration;

    /** @param tables where the run writes */
    public RunFiles(Tables tables, Configuration configuration) {
        this.tables = tables;
        this.configuration = configuration;
    }

    /** Whether the run has a record or a partition of any table. */
    public boolean isThere(RunId run) {
        return Stream.concat(Stream.of(tables.records(run)), tables.partitions(run).stream())
                .anyMatch(this::exists);
    }

    /** Whether the listing of the run's images is complete. */
    public boolean isListed(RunId run) {
        return isWritten(tables.inputs(run));
    }

    /** Whether a wave of the run is complete. */
    public boolean isDone(RunId run, int wave) {
        return isWritten(tables.wave(run, wave));
    }

    /** How many waves of the run are complete. */
    public int wavesDone(RunId run) {
        return (int) children(tables.attributions(run)).stream()
                .filter(FileStatus::isDirectory)
                .filter(folder -> folder.getPath().getName().startsWith(WAVE))
                .filter(folder -> isWritten(folder.getPath()))
                .count();
    }

    /** Removes the journals of a wave that is complete. */
    public void removeJournal(RunId run, int wave) {
        delete(tables.journal(run, wave));
    }

    /** Removes what tasks that were lost have left behind, and the journal. Nothing of it belongs to a table. */
    public void removeLeftovers(RunId run) {
        delete(tables.journal(run));
        tables.partitions(run).forEach(partition -> delete(Locations.below(partition, TEMPORARY)));
        children(tables.attributions(run)).stream()
                .filter(FileStatus::isDirectory)
                .forEach(wave -> delete(Locations.below(wave.getPath(), TEMPORARY)));
    }

    /**
     * Deletes a run: its partitions in all tables, and then its records. A run that is deleted half-way is unfinished.
     *
     * @return what was deleted
     */
    public List<Path> delete(RunId run) {
        delete(Locations.below(tables.records(run), RunRecords.FINISHED));
        List<Path> deleted = new ArrayList<>();
        for (Path partition : tables.partitions(run)) {
            if (delete(partition)) {
                deleted.add(partition);
            }
        }
        if (delete(tables.records(run))) {
            deleted.add(tables.records(run));
        }
        return List.copyOf(deleted);
    }

    private boolean isWritten(Path folder) {
        return exists(Locations.below(folder, SUCCESS));
    }

    private boolean exists(Path path) {
        try {
            return system(path).exists(path);
        } catch (IOException e) {
            throw StorageFault.of(path + " cannot be looked for", path, e);
        }
    }

    private List<FileStatus> children(Path folder) {
        try {
            return Arrays.asList(system(folder).listStatus(folder));
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw StorageFault.of("folder " + folder + " cannot be listed", folder, e);
        }
    }

    private boolean delete(Path path) {
        try {
            return system(path).delete(path, true);
        } catch (IOException e) {
            throw StorageFault.of(path + " cannot be deleted", path, e);
        }
    }

    private FileSystem system(Path path) throws IOException {
        return Locations.fileSystem(path, configuration);
    }
}

package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.input.Locations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that says which images a task is at. It is deleted when the task ends, in whatever way, or the process is
 * asked to end; if it is still there later, the process died.
 *
 * <p>It is written before the images are read, for as many as a batch at once, by the thread that reads ahead: the
 * attributor does not wait for it.
 */
final class CrashJournal implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(CrashJournal.class);
    private static final Set<CrashJournal> OPEN = ConcurrentHashMap.newKeySet();

    /** Before Spark's own hook, which stops the tasks, and before the file systems are closed. */
    private static final int SHUTDOWN_PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 100;

    static {
        ShutdownHookManager.get()
                .addShutdownHook(() -> List.copyOf(OPEN).forEach(CrashJournal::close), SHUTDOWN_PRIORITY);
    }

    private final Optional<Path> file;
    private final Configuration configuration;
    private final long[] positions;
    private final int ahead;
    private volatile int explained;
    private int started;
    private int announced;

    /**
     * A journal.
     *
     * @param file where it is; empty for none
     * @param positions of the images that the task works on together, in their order
     * @param ahead how many are announced at once
     */
    CrashJournal(Optional<Path> file, Configuration configuration, long[] positions, int ahead) {
        this.file = file;
        this.configuration = configuration;
        this.positions = positions.clone();
        this.ahead = ahead;
        file.ifPresent(path -> OPEN.add(this));
    }

    /** The next image is going to be read. Called by one thread. */
    void starting() {
        if (started == announced) {
            announced = Math.min(started + ahead, positions.length);
            write(CrashEvidence.inFlight(positions[explained], positions[announced - 1]));
        }
        started++;
    }

    /** The oldest images that were started have got through. Called by one thread. */
    void explained(int count) {
        explained += count;
    }

    /** From now on the process works on one image only. */
    void alone(long position) {
        write(CrashEvidence.alone(position));
    }

    private synchronized void write(String line) {
        if (file.isEmpty() || !OPEN.contains(this)) {
            return;
        }
        try (OutputStream stream =
                Locations.fileSystem(file.get(), configuration).create(file.get(), true)) {
            stream.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The work itself is not in danger: only if it crashes, nobody knows at which image.
            LOGGER.warn("the journal {} cannot be written", file.get(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (!OPEN.remove(this)) {
            return;
        }
        try {
            Locations.fileSystem(file.orElseThrow(), configuration).delete(file.get(), false);
        } catch (IOException e) {
            LOGGER.warn("the journal {} cannot be deleted", file.get(), e);
        }
    }
}

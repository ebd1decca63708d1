package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.input.Locations;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * How the tasks of a wave find an image that kills their process. The first attempt of a task keeps no journal, so that
 * a run in which nothing crashes pays nothing. If the process dies, the second attempt notes which images it is at; the
 * third takes those one by one; and the image that it dies of is a failure for the fourth. Where there are no second
 * attempts, in {@code local} mode, and in a run that is resumed, the first keeps a journal too.
 *
 * @param folder of the wave's journals
 * @param resumptions how often the run was resumed
 * @param known what is known before the wave begins; whoever wrote it is dead
 * @param fromTheStart whether first attempts keep a journal
 */
record CrashWatch(String folder, int resumptions, CrashEvidence known, boolean fromTheStart) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The watch over a wave; called before its work begins. */
    static CrashWatch over(Path folder, int resumptions, boolean local, Configuration configuration) {
        try {
            return new CrashWatch(
                    folder.toString(),
                    resumptions,
                    resumptions > 0 ? CrashEvidence.read(folder, configuration) : CrashEvidence.NONE,
                    local || resumptions > 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the journals in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What is known when an attempt of a task begins. */
    CrashEvidence evidence(TaskContext task, Configuration configuration) {
        if (task.attemptNumber() == 0) {
            return known;
        }
        try {
            CrashEvidence found = CrashEvidence.read(new Path(folder), configuration);
            // A second attempt may be a speculative copy: then the first is alive, and its journal accuses nobody.
            boolean speculative = SparkEnv.get().conf().getBoolean("spark.speculation", false);
            return known.and(speculative ? found.asSuspicion() : found);
        } catch (IOException e) {
            throw new UncheckedIOException("the journals in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where an attempt of a task keeps its journal, if it keeps one. */
    Optional<Path> journal(TaskContext task) {
        return fromTheStart || task.attemptNumber() > 0
                ? Optional.of(Locations.below(
                        new Path(folder), resumptions + "-" + task.partitionId() + "-" + task.taskAttemptId() + ".txt"))
                : Optional.empty();
    }
}

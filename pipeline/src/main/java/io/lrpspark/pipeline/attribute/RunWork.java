package io.lrpspark.pipeline.attribute;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The work behind a run's rows.
 *
 * @param waves of the run, each committed by itself
 * @param wavesBefore that were there already when the run was resumed
 * @param resumptions how often it was resumed
 * @param reusedRun the run whose rows were copied, if any
 * @param reusedImages images whose rows were copied from that run
 * @param failedTasks attempts of tasks that failed and were repeated
 * @param lostExecutors executors that were lost while they worked
 * @param taskSeconds that all tasks together took
 * @param commitSeconds that the driver waited for commits, after the last task of each wave
 * @param memory the most that each process had
 */
public record RunWork(
        int waves,
        int wavesBefore,
        int resumptions,
        Optional<String> reusedRun,
        long reusedImages,
        long failedTasks,
        long lostExecutors,
        double taskSeconds,
        double commitSeconds,
        List<Memory> memory) {

    /** The threads of a task, by the steps that each does. */
    private static final List<List<String>> THREADS =
            List.of(List.of("read", "decode", "preprocess"), List.of("attribute"), List.of("describe", "write"));

    /**
     * The most memory that a process had.
     *
     * @param executor or {@code driver}
     * @param heapBytes of the Java heap, what was garbage by then included
     * @param residentBytes of the whole process, the engine's memory included; 0 where the system does not say
     */
    public record Memory(String executor, long heapBytes, long residentBytes) {}

    /**
     * What holds up a run.
     *
     * @param step that takes most of the time of the busiest thread
     * @param busy share of the tasks' time in which that thread worked, 0 to 1
     */
    public record Bottleneck(String step, double busy) {}

    /**
     * Names what holds up the run: read, decode and preprocess are one thread of a task, attribute is another, describe
     * and write are the third.
     *
     * @param stepSeconds of the run's timings
     * @return empty if nothing was explained
     */
    public Optional<Bottleneck> bottleneck(Map<String, Double> stepSeconds) {
        if (taskSeconds <= 0) {
            return Optional.empty();
        }
        Comparator<List<String>> byTime = Comparator.comparingDouble(steps -> sum(steps, stepSeconds));
        List<String> busiest = THREADS.stream().max(byTime).orElseThrow();
        String step = busiest.stream()
                .max(Comparator.comparingDouble(name -> stepSeconds.getOrDefault(name, 0.0)))
                .orElseThrow();
        return Optional.of(new Bottleneck(step, Math.min(1, sum(busiest, stepSeconds) / taskSeconds)));
    }

    private static double sum(List<String> steps, Map<String, Double> stepSeconds) {
        return steps.stream()
                .mapToDouble(step -> stepSeconds.getOrDefault(step, 0.0))
                .sum();
    }
}

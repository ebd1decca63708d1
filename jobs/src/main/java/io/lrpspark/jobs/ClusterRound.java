package io.lrpspark.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.lrpspark.pipeline.attribute.RunResult;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run of the job between two bare loops over the same images.
 *
 * @param round counted from 1
 * @param master where it ran
 * @param loopBefore images per second of the loop before it
 * @param loopAfter images per second of the loop after it
 * @param imagesPerSecond of the job, from its first to its last batch
 * @param ofTheLoop share of the mean of both loops
 * @param startupSeconds from the start of the first run of its JVMs to the first batch
 * @param millisecondsPerImage what all tasks together spent in each step, per image
 */
@JsonInclude(Include.NON_NULL)
record ClusterRound(
        @JsonProperty("round") int round,
        @JsonProperty("master") String master,
        @JsonProperty("loop_before") double loopBefore,
        @JsonProperty("loop_after") double loopAfter,
        @JsonProperty("images_per_second") double imagesPerSecond,
        @JsonProperty("of_the_loop") double ofTheLoop,
        @JsonProperty("startup_seconds") double startupSeconds,
        @JsonProperty("step_ms_per_image") Map<String, Double> millisecondsPerImage) {

    /**
     * A job in a session of its own.
     *
     * @param startupSeconds from the start of the session's first run to its first batch
     * @param result of the run that is measured
     */
    record Job(double startupSeconds, RunResult result) {}

    /** What a run and the loops around it took. */
    static ClusterRound of(int round, String master, double loopBefore, Job job, double loopAfter) {
        RunResult result = job.result();
        RunResult.Timings timings = result.timings();
        Map<String, Double> steps = new TreeMap<>();
        timings.stepSeconds()
                .forEach((step, seconds) ->
                        steps.put(step, 1000 * seconds / result.counts().images()));
        return new ClusterRound(
                round,
                master,
                loopBefore,
                loopAfter,
                timings.imagesPerSecond(),
                2 * timings.imagesPerSecond() / (loopBefore + loopAfter),
                job.startupSeconds(),
                steps);
    }
}

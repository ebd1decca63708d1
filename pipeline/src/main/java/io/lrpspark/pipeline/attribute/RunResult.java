package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.device.DeviceUse;
import io.lrpspark.pipeline.output.RunId;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a finished run did.
 *
 * @param run what it is called
 * @param verdict how it ended
 * @param counts of images and rows
 * @param accuracy share of the labelled images that the model predicts right; empty if no image has a class as label
 * @param unknownLabels labels that are no class of the model, with the number of their images; the most frequent first
 * @param warnings what the user may want to know, one sentence each
 * @param paths where the tables of the run are
 * @param timings where the time went
 * @param batchSize images per call of the engine, as the memory allowed at the start
 * @param devices what each executor did on each of its devices; none if nothing had to be explained
 * @param work behind the rows: waves, repetitions, what was reused, memory
 */
public record RunResult(
        RunId run,
        Verdict verdict,
        Counts counts,
        OptionalDouble accuracy,
        Map<String, Long> unknownLabels,
        List<String> warnings,
        Paths paths,
        Timings timings,
        int batchSize,
        List<DeviceUse> devices,
        RunWork work) {

    /** The devices that computed, such as {@code cpu} or {@code cuda:0, cuda:1}; empty if nothing had to be explained. */
    public String device() {
        return devices.stream().map(DeviceUse::device).distinct().sorted().collect(Collectors.joining(", "));
    }

    /** How many times an executor loaded the program onto a device. */
    public long programsLoaded() {
        return devices.stream().mapToLong(DeviceUse::programsLoaded).sum();
    }

    /**
     * Counts of a run.
     *
     * @param images listed and taken
     * @param explained images with at least one map
     * @param maps rows with a map: one per image and target
     * @param failed images without
     * @param labelled explained images whose label is a class
     */
    public record Counts(long images, long explained, long maps, long failed, long labelled) {}

    /**
     * Where the tables of a run are: qualified paths.
     *
     * @param root of all tables
     * @param inputs the listing
     * @param attributions the maps
     * @param summary per class and overall
     * @param scores how like its class each map is
     * @param record the folder of the run's records
     */
    public record Paths(
            String root, String inputs, String attributions, String summary, String scores, String record) {}

    /**
     * Where the time went; since the last resumption, of a run that was resumed.
     *
     * @param totalSeconds from start to end
     * @param startupSeconds from the start to the first batch: listing, broadcast, loading the program
     * @param computeSeconds from the first to the last batch
     * @param summarySeconds for counting what is in the table, for summary and scores
     * @param imagesPerSecond images explained in the compute time, reused ones left out
     * @param stepSeconds time that all tasks together spent in each step: read, decode, preprocess, attribute, describe,
     *     write (encoding, compressing and committing the table's files)
     */
    public record Timings(
            double totalSeconds,
            double startupSeconds,
            double computeSeconds,
            double summarySeconds,
            double imagesPerSecond,
            Map<String, Double> stepSeconds) {}
}

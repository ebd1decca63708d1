package io.lrpspark.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One measurement.
 *
 * @param composite what was measured; {@code forward} for the canonized network without relevance
 * @param canonizer of the network
 * @param batch images per call
 * @param threads engine threads
 * @param msPerImage median of the rounds, in milliseconds
 * @param ratio to the forward pass of the same run and batch
 * @param addedMegabytesPerImage peak of resident memory above that before the first call, in 10^6 bytes for each image of the
 *     batch; absent if it was not measured
 */
@JsonInclude(Include.NON_NULL)
record BenchResult(
        @JsonProperty("composite") String composite,
        @JsonProperty("canonizer") String canonizer,
        @JsonProperty("batch") int batch,
        @JsonProperty("threads") int threads,
        @JsonProperty("ms_per_image") double msPerImage,
        @JsonProperty("ratio") double ratio,
        @JsonProperty("added_mb_per_image") Double addedMegabytesPerImage) {

    /** The name of the canonized network without relevance. */
    static final String FORWARD = "forward";
}

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
 * @param limit the ratio of the multiply-adds in convolutions, which the measured one cannot be expected to fall below
 * @param secondTarget what a second target of the same images costs, as a share of the first; absent for the forward pass
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
        @JsonProperty("limit") double limit,
        @JsonProperty("second_target") Double secondTarget,
        @JsonProperty("added_mb_per_image") Double addedMegabytesPerImage) {

    /** The name of the canonized network without relevance. */
    static final String FORWARD = "forward";

    /** The same with its memory. */
    BenchResult withMemory(double megabytesPerImage) {
        return new BenchResult(
                composite, canonizer, batch, threads, msPerImage, ratio, limit, secondTarget, megabytesPerImage);
    }
}

package io.lrpspark.pipeline.attribute;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a run is. While tasks run the numbers come with their executors' heartbeats and lag behind by as much.
 *
 * @param done images that are finished, failed and reused ones included; those of a retried task count once
 * @param total images of the run
 * @param failed images that failed
 * @param imagesPerSecond explained since the computation was started; 0 before the first
 * @param remaining estimated time to the end; empty before the first image is done
 */
public record Progress(long done, long total, long failed, double imagesPerSecond, Optional<Duration> remaining) {}

package io.lrpspark.pipeline.device;

import java.util.Optional;

/**
 * How many images per call fit into memory.
 *
 * @param size images per call
 * @param warning one sentence with the numbers, if that is not what was asked for, or if not even one image fits
 */
public record BatchFit(int size, Optional<String> warning) {}

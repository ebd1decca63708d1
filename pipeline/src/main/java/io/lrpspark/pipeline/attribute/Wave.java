package io.lrpspark.pipeline.attribute;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of a run that is committed at once.
 *
 * @param number of the wave, from 0
 * @param first position of its images
 * @param size how many images
 */
record Wave(int number, long first, long size) {

    /** The waves of a run; the last may be smaller. */
    static List<Wave> of(long images, int size) {
        int count = Math.toIntExact((images + size - 1) / size);
        return IntStream.range(0, count)
                .mapToObj(
                        number -> new Wave(number, (long) number * size, Math.min(size, images - (long) number * size)))
                .toList();
    }
}

package io.lrpspark.jobs;

import java.util.Locale;

/** Numbers as people write them. */
final class Wording {
    private Wording() {}

    /** Such as "1 image" or "20 images". */
    static String images(long count) {
        return count(count, "image");
    }

    /** Such as "1 map" or "20 maps". */
    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Such as "7.1 images/s" or, where one digit would say little, "0.07 images/s". */
    static String rate(double imagesPerSecond) {
        return String.format(Locale.ROOT, imagesPerSecond < 1 ? "%.2f images/s" : "%.1f images/s", imagesPerSecond);
    }
}

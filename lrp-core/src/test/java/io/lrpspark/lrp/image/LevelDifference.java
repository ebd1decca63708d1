package io.lrpspark.lrp.image;

/**
 * How the levels of two images of one size differ.
 *
 * @param largest difference of two levels
 * @param mean difference of the levels
 */
record LevelDifference(int largest, double mean) {
    static LevelDifference between(RgbImage one, RgbImage other) {
        if (one.width() != other.width() || one.height() != other.height()) {
            throw new AssertionError(one + " and " + other + " differ in size");
        }
        int largest = 0;
        long sum = 0;
        for (int i = 0; i < one.pixels().length; i++) {
            int distance = Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff));
            largest = Math.max(largest, distance);
            sum += distance;
        }
        return new LevelDifference(largest, (double) sum / one.pixels().length);
    }
}

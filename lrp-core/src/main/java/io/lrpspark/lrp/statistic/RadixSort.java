package io.lrpspark.lrp.statistic;

/**
 * Sorts floats that are not negative by three counting passes over 11 bits of their representation, which has the
 * order of the numbers. Several times as fast as {@code Arrays.sort} on maps of some ten thousand values.
 */
final class RadixSort {
    private static final int BITS = 11;
    private static final int BUCKETS = 1 << BITS;
    private static final int PASSES = 3;

    private RadixSort() {}

    static float[] ascending(float[] values) {
        int[] from = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            from[i] = Float.floatToRawIntBits(values[i]);
        }
        int[] to = new int[values.length];
        for (int pass = 0; pass < PASSES; pass++) {
            int shift = pass * BITS;
            int[] next = new int[BUCKETS];
            for (int bits : from) {
                next[bits >>> shift & BUCKETS - 1]++;
            }
            int start = 0;
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                int count = next[bucket];
                next[bucket] = start;
                start += count;
            }
            for (int bits : from) {
                to[next[bits >>> shift & BUCKETS - 1]++] = bits;
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        float[] sorted = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            sorted[i] = Float.intBitsToFloat(from[i]);
        }
        return sorted;
    }
}

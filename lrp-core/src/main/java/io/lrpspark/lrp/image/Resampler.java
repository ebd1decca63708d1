package io.lrpspark.lrp.image;

import java.util.Arrays;

/**
 * Resizes images exactly as Pillow's {@code Image.resize} does on mode RGB: two integer passes, horizontal first, with
 * weights of 22 fractional bits and rounding to 8 bits after each pass; a pass whose size does not change is skipped.
 *
 * <p>Only the wanted window of the result is computed: a crop after a resize costs what the crop covers, however long
 * the image is.
 */
final class Resampler {
    private static final int PRECISION_BITS = 22;
    private static final int HALF = 1 << (PRECISION_BITS - 1);

    private Resampler() {}

    /**
     * A window of the resized image.
     *
     * @param source the image to resize
     * @param width of the whole resized image
     * @param height of the whole resized image
     * @param window the part of it that is wanted, inside of it
     * @param interpolation the filter
     * @return [window height, window width, 3]
     */
    static RgbImage resize(RgbImage source, long width, long height, Window window, Interpolation interpolation) {
        if (interpolation == Interpolation.NEAREST) {
            return nearest(source, width, height, window);
        }
        Taps horizontal = Taps.of(source.width(), width, window.left(), window.width(), interpolation);
        Taps vertical = Taps.of(source.height(), height, window.top(), window.height(), interpolation);
        int stride = window.width() * RgbImage.CHANNELS;
        int[] sums = new int[window.height() * stride];
        Arrays.fill(sums, HALF);
        byte[] row = new byte[stride];
        int firstTarget = 0;
        // Every source row is resampled once and added to the target rows that it reaches: no second image in memory.
        for (int y = vertical.first(); y < vertical.last(); y++) {
            resampleRow(source, y, horizontal, row);
            while (vertical.end(firstTarget) <= y) {
                firstTarget++;
            }
            for (int target = firstTarget; target < window.height() && vertical.starts[target] <= y; target++) {
                addWeighted(row, vertical.weight(target, y), sums, target * stride);
            }
        }
        byte[] pixels = new byte[sums.length];
        for (int i = 0; i < sums.length; i++) {
            pixels[i] = clip(sums[i]);
        }
        return new RgbImage(window.width(), window.height(), pixels);
    }

    /** The part of a resized image that is wanted, in its pixels. */
    record Window(long left, long top, int width, int height) {}

    private static void resampleRow(RgbImage source, int y, Taps taps, byte[] out) {
        byte[] in = source.pixels();
        int[] weights = taps.weights;
        int row = y * source.width() * RgbImage.CHANNELS;
        int target = 0;
        for (int x = 0; x < taps.count(); x++) {
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            int pixel = row + taps.starts[x] * RgbImage.CHANNELS;
            int from = x * taps.size;
            for (int k = from; k < from + taps.lengths[x]; k++) {
                int weight = weights[k];
                red += (in[pixel] & 0xff) * weight;
                green += (in[pixel + 1] & 0xff) * weight;
                blue += (in[pixel + 2] & 0xff) * weight;
                pixel += RgbImage.CHANNELS;
            }
            out[target++] = clip(red);
            out[target++] = clip(green);
            out[target++] = clip(blue);
        }
    }

    private static void addWeighted(byte[] row, int weight, int[] sums, int offset) {
        for (int i = 0; i < row.length; i++) {
            sums[offset + i] += (row[i] & 0xff) * weight;
        }
    }

    private static RgbImage nearest(RgbImage source, long width, long height, Window window) {
        int[] columns = nearest(source.width(), width, window.left(), window.width());
        int[] rows = nearest(source.height(), height, window.top(), window.height());
        byte[] out = new byte[window.width() * window.height() * 3];
        int target = 0;
        for (int row : rows) {
            for (int column : columns) {
                System.arraycopy(source.pixels(), (row * source.width() + column) * 3, out, target, 3);
                target += 3;
            }
        }
        return new RgbImage(window.width(), window.height(), out);
    }

    private static int[] nearest(int from, long to, long first, int count) {
        double scale = (double) from / to;
        int[] positions = new int[count];
        // Pillow adds the scale up, so its rounding errors add up too: multiplying would differ now and then.
        double position = scale * 0.5;
        for (long i = 0; i < first + count; i++) {
            if (i >= first) {
                positions[(int) (i - first)] = Math.min((int) position, from - 1);
            }
            position += scale;
        }
        return positions;
    }

    private static byte clip(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }

    /** For each position of the result along one axis: where its source pixels start, how many, and their weights. */
    private static final class Taps {
        private final int size;
        private final int[] starts;
        private final int[] lengths;
        private final int[] weights;

        private Taps(int count, int size) {
            this.size = size;
            this.starts = new int[count];
            this.lengths = new int[count];
            this.weights = new int[count * size];
        }

        static Taps of(int from, long to, long first, int count, Interpolation interpolation) {
            if (from == to) {
                return unchanged((int) first, count);
            }
            double scale = (double) from / to;
            double filterScale = Math.max(scale, 1);
            double support = interpolation.support() * filterScale;
            double inverse = 1 / filterScale;
            Taps taps = new Taps(count, (int) Math.ceil(support) * 2 + 1);
            double[] raw = new double[taps.size];
            for (int i = 0; i < count; i++) {
                double centre = (first + i + 0.5) * scale;
                int start = Math.max(0, (int) (centre - support + 0.5));
                int length = Math.min(from, (int) (centre + support + 0.5)) - start;
                double sum = 0;
                for (int k = 0; k < length; k++) {
                    raw[k] = interpolation.weight((k + start - centre + 0.5) * inverse);
                    sum += raw[k];
                }
                for (int k = 0; k < length; k++) {
                    double weight = (sum == 0 ? raw[k] : raw[k] / sum) * (1 << PRECISION_BITS);
                    taps.weights[i * taps.size + k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
                }
                taps.starts[i] = start;
                taps.lengths[i] = length;
            }
            return taps;
        }

        private static Taps unchanged(int first, int count) {
            Taps taps = new Taps(count, 1);
            for (int i = 0; i < count; i++) {
                taps.starts[i] = first + i;
                taps.lengths[i] = 1;
                taps.weights[i] = 1 << PRECISION_BITS;
            }
            return taps;
        }

        int count() {
            return starts.length;
        }

        int first() {
            return starts[0];
        }

        int last() {
            return end(starts.length - 1);
        }

        int end(int target) {
            return starts[target] + lengths[target];
        }

        int weight(int target, int source) {
            return weights[target * size + source - starts[target]];
        }
    }
}

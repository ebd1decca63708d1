package io.lrpspark.lrp.image;

/** From a row of JPEG samples to RGB: libjpeg's jdcolor.c (16 fractional bits), then Pillow's CMYK conversion. */
final class JpegColors {
    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);
    private static final int CENTRE = 128;
    private static final int[] RED_OF_CR = new int[256];
    private static final int[] BLUE_OF_CB = new int[256];
    private static final int[] GREEN_OF_CR = new int[256];
    private static final int[] GREEN_OF_CB = new int[256];

    static {
        for (int level = 0; level < 256; level++) {
            int x = level - CENTRE;
            RED_OF_CR[level] = fixed(1.40200) * x + HALF >> BITS;
            BLUE_OF_CB[level] = fixed(1.77200) * x + HALF >> BITS;
            GREEN_OF_CR[level] = -fixed(0.71414) * x;
            GREEN_OF_CB[level] = -fixed(0.34414) * x + HALF;
        }
    }

    private JpegColors() {}

    static void grey(byte[] row, byte[] pixels, int offset, int width) {
        for (int x = 0, target = offset; x < width; x++, target += 3) {
            pixels[target] = row[x];
            pixels[target + 1] = row[x];
            pixels[target + 2] = row[x];
        }
    }

    static void yCbCr(byte[] row, byte[] pixels, int offset, int width) {
        for (int source = 0, target = offset; source < width * 3; source += 3, target += 3) {
            int y = row[source] & 0xff;
            int cb = row[source + 1] & 0xff;
            int cr = row[source + 2] & 0xff;
            pixels[target] = (byte) red(y, cr);
            pixels[target + 1] = (byte) green(y, cb, cr);
            pixels[target + 2] = (byte) blue(y, cb);
        }
    }

    /** Stored values are ink subtracted from 255, as Adobe writes them and Pillow assumes. */
    static void cmyk(byte[] row, byte[] pixels, int offset, int width) {
        for (int source = 0, target = offset; source < width * 4; source += 4, target += 3) {
            int black = row[source + 3] & 0xff;
            pixels[target] = (byte) inked(row[source] & 0xff, black);
            pixels[target + 1] = (byte) inked(row[source + 1] & 0xff, black);
            pixels[target + 2] = (byte) inked(row[source + 2] & 0xff, black);
        }
    }

    static void ycck(byte[] row, byte[] pixels, int offset, int width) {
        for (int source = 0, target = offset; source < width * 4; source += 4, target += 3) {
            int y = row[source] & 0xff;
            int cb = row[source + 1] & 0xff;
            int cr = row[source + 2] & 0xff;
            int black = row[source + 3] & 0xff;
            pixels[target] = (byte) inked(255 - red(y, cr), black);
            pixels[target + 1] = (byte) inked(255 - green(y, cb, cr), black);
            pixels[target + 2] = (byte) inked(255 - blue(y, cb), black);
        }
    }

    /** Pillow's {@code black - (255 - stored) * black / 255}, the quotient rounded. */
    private static int inked(int stored, int black) {
        int product = (255 - stored) * black + 128;
        return clip(black - ((product >> 8) + product >> 8));
    }

    private static int red(int y, int cr) {
        return clip(y + RED_OF_CR[cr]);
    }

    private static int green(int y, int cb, int cr) {
        return clip(y + (GREEN_OF_CB[cb] + GREEN_OF_CR[cr] >> BITS));
    }

    private static int blue(int y, int cb) {
        return clip(y + BLUE_OF_CB[cb]);
    }

    private static int clip(int level) {
        return Math.max(0, Math.min(255, level));
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << BITS) + 0.5);
    }
}

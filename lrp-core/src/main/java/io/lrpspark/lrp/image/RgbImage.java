package io.lrpspark.lrp.image;

import java.util.Arrays;

/**
 * A decoded image: 8-bit RGB, row-major, interleaved.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param pixels [height, width, 3], each byte an unsigned level of 0 to 255; owned by this record and not to be changed
 */
public record RgbImage(int width, int height, byte[] pixels) {
    /** The number of bytes of one pixel. */
    static final int CHANNELS = 3;

    /** @throws IllegalArgumentException if a side is below 1 or the pixels do not fill the sides exactly */
    public RgbImage {
        if (width < 1 || height < 1 || pixels.length != (long) width * height * CHANNELS) {
            throw new IllegalArgumentException("an image of " + width + " x " + height + " pixels needs "
                    + (long) width * height * CHANNELS + " bytes, not " + pixels.length);
        }
    }

    /**
     * The level of one channel of one pixel.
     *
     * @param channel 0 red, 1 green, 2 blue
     * @return 0 to 255
     */
    public int level(int x, int y, int channel) {
        return pixels[(y * width + x) * CHANNELS + channel] & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage image
                && width == image.width
                && height == image.height
                && Arrays.equals(pixels, image.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + " x " + height + "]";
    }
}

package io.lrpspark.lrp.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ResamplerProperties {
    @Property(tries = 200)
    void aPlainImageStaysPlain(
            @ForAll Interpolation interpolation,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 60) int newWidth,
            @ForAll @IntRange(min = 1, max = 60) int newHeight,
            @ForAll @IntRange(min = 0, max = 255) int level) {
        Resampler.Window all = new Resampler.Window(0, 0, newWidth, newHeight);
        assertThat(Resampler.resize(Fixtures.plain(width, height, level), newWidth, newHeight, all, interpolation))
                .isEqualTo(Fixtures.plain(newWidth, newHeight, level));
    }

    @Property(tries = 100)
    void anUnchangedSizeChangesNothing(
            @ForAll Interpolation interpolation,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll long seed) {
        RgbImage image = noise(width, height, seed);
        Resampler.Window all = new Resampler.Window(0, 0, width, height);
        assertThat(Resampler.resize(image, width, height, all, interpolation)).isEqualTo(image);
    }

    @Property(tries = 100)
    void averagingStaysWithinTheLevelsOfTheImage(
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll long seed) {
        byte[] pixels = noise(width, height, seed).pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (100 + (pixels[i] & 0x1f));
        }
        RgbImage image = new RgbImage(width, height, pixels);
        RgbImage resized = Resampler.resize(image, 23, 31, new Resampler.Window(0, 0, 23, 31), Interpolation.BILINEAR);
        for (byte level : resized.pixels()) {
            assertThat(level & 0xff).isBetween(100, 131);
        }
    }

    private static RgbImage noise(int width, int height, long seed) {
        byte[] pixels = new byte[width * height * RgbImage.CHANNELS];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}

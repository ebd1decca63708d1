package io.lrpspark.lrp.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MapStatisticsProperties {
    @Property(tries = 200)
    void everyStatisticIsFiniteAndBetweenZeroAndOne(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = -40, max = 37) int exponent,
            @ForAll long seed) {
        for (double value : MapStatistics.of(map(height, width, Math.pow(10, exponent), seed), height, width)) {
            assertThat(value).isBetween(0.0, 1.0);
        }
    }

    @Property(tries = 100)
    void scaleAndSignDoNotMatterButForTheNegativeShare(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll long seed) {
        float[] map = map(height, width, 1, seed);
        float[] scaled = new float[map.length];
        for (int i = 0; i < map.length; i++) {
            scaled[i] = (i % 2 == 0 ? -1024 : 1024) * map[i];
        }
        double[] expected = MapStatistics.of(map, height, width);
        double[] actual = MapStatistics.of(scaled, height, width);
        int signed = MapStatistics.names().indexOf("negative_share");
        for (int i = 0; i < expected.length; i++) {
            if (i == signed) {
                continue;
            }
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Property(tries = 100)
    void ranksAreTheSortedMagnitudes(@ForAll @IntRange(min = 1, max = 2000) int count, @ForAll long seed) {
        float[] map = map(1, count, 1e-3, seed);
        Magnitudes magnitudes = Magnitudes.of(map, 1, count);
        float[] sorted = new float[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = magnitudes.value(i);
        }
        Arrays.sort(sorted);
        for (int rank = 0; rank < count; rank++) {
            assertThat(magnitudes.ranked(rank)).isEqualTo(sorted[rank]);
        }
    }

    private static float[] map(int height, int width, double scale, long seed) {
        Random random = new Random(seed);
        float[] map = new float[height * width];
        for (int i = 0; i < map.length; i++) {
            map[i] = random.nextInt(4) == 0 ? 0 : (float) (Math.max(-9, Math.min(9, random.nextGaussian())) * scale);
        }
        return map;
    }
}

package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lrpspark.pipeline.input.UsageException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MapFormTest {
    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    @Property
    void keepsTheSumWhateverTheSizes(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll long seed) {
        int fitting = Math.min(size, Math.min(height, width));
        float[] map = new float[height * width];
        Random random = new Random(seed);
        for (int i = 0; i < map.length; i++) {
            map[i] = random.nextFloat() - 0.5f;
        }

        float[] pooled = new MapForm(fitting, MapChannels.SUMMED).apply(map, map, height, width);

        assertThat(pooled).hasSize(fitting * fitting);
        assertThat(sum(pooled)).isCloseTo(sum(map), within(1e-4));
    }

    @Test
    void dividesAPixelByArea() {
        float[] map = {1, 10, 100};

        float[] pooled = new MapForm(1, MapChannels.SUMMED).apply(map, map, 1, 3);

        assertThat(pooled).containsExactly(111);
    }

    @Test
    void dividesThePixelThatLiesInTwoCells() {
        float[] map = {1, 10, 100, 2, 20, 200, 4, 40, 400};

        float[] pooled = new MapForm(2, MapChannels.SUMMED).apply(map, map, 3, 3);

        assertThat(pooled).containsExactly(1 + 5 + 1 + 5, 100 + 5 + 100 + 5, 4 + 20 + 1 + 5, 400 + 20 + 100 + 5);
    }

    @Test
    void poolsEachColourByItself() {
        float[] relevance = {1, 2, 3, 4, 10, 20, 30, 40};
        float[] summed = {11, 22, 33, 44};

        assertThat(new MapForm(1, MapChannels.KEPT).apply(relevance, summed, 2, 2))
                .containsExactly(10, 100);
    }

    @Test
    void refusesToEnlarge() {
        assertThatThrownBy(() -> new MapForm(33, MapChannels.SUMMED).requireFits(32, 40))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("map size 33")
                .hasMessageContaining("32 at most");
    }
}

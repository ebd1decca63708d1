package io.lrpspark.lrp.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapStatisticsTest {
    private static final int SIDE = 224;

    @Test
    void hasTheNamesOfTheTablesColumns() {
        assertThat(MapStatistics.names())
                .containsExactly(
                        "negative_share",
                        "border_share",
                        "corner_share",
                        "corner_upper_left_share",
                        "corner_upper_right_share",
                        "corner_lower_left_share",
                        "corner_lower_right_share",
                        "top1pct_share",
                        "entropy",
                        "gini",
                        "center_x",
                        "center_y",
                        "spread");
    }

    @ParameterizedTest
    @CsvSource({
        "border_share, 0.234375",
        "negative_share, 0",
        "corner_share, 0.015625",
        "corner_upper_left_share, 0.015625",
        "corner_lower_right_share, 0.015625",
        "top1pct_share, 0.01000478",
        "entropy, 1",
        "gini, 0",
        "center_x, 0.5",
        "center_y, 0.5",
        "spread, 0.408244"
    })
    void aUniformMapAndAMapOfZerosHaveTheSameValues(String name, double expected) {
        float[] uniform = new float[SIDE * SIDE];
        assertThat(statistic(name, uniform)).isCloseTo(expected, within(1e-6));
        Arrays.fill(uniform, 3);
        assertThat(statistic(name, uniform)).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "border_share, 1",
        "negative_share, 1",
        "corner_share, 1",
        "corner_upper_right_share, 1",
        "corner_lower_left_share, 0",
        "top1pct_share, 1",
        "entropy, 0",
        "gini, 0.99998007",
        "center_x, 0.99776786",
        "center_y, 0.00223214",
        "spread, 0"
    })
    void describesASinglePixelInACorner(String name, double expected) {
        float[] map = new float[SIDE * SIDE];
        map[SIDE - 1] = -7;
        assertThat(statistic(name, map)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void computesGiniAndEntropyByTheirFormulas() {
        float[] map = {1, 0, -3, 4};
        // (2i - n - 1) a_i: -3·0 - 1·1 + 1·3 + 3·4 = 14, over n Σ a = 32.
        assertThat(MapStatistics.registry().get("gini").of(Magnitudes.of(map, 2, 2)))
                .isCloseTo(14.0 / 32, within(1e-12));
        double entropy = -(Math.log(1.0 / 8) / 8 + Math.log(3.0 / 8) * 3 / 8 + Math.log(0.5) / 2) / Math.log(4);
        assertThat(MapStatistics.registry().get("entropy").of(Magnitudes.of(map, 2, 2)))
                .isCloseTo(entropy, within(1e-12));
    }

    @Test
    void tellsTheCornersApart() {
        float[] map = new float[16 * 16];
        map[0] = 1;
        map[15] = 2;
        map[15 * 16 + 1] = 3;
        map[15 * 16 + 14] = -4;
        CornerShare.Corners corners = CornerShare.corners(Magnitudes.of(map, 16, 16));
        assertThat(corners).isEqualTo(new CornerShare.Corners(0.1, 0.2, 0.3, 0.4));
    }

    @Test
    void tellsHowMuchSpeaksAgainstTheTarget() {
        assertThat(MapStatistics.registry().get("negative_share").of(Magnitudes.of(new float[] {1, -2, 0, -1}, 2, 2)))
                .isCloseTo(0.75, within(1e-12));
    }

    @Test
    void findsTheCentreOfAMapThatIsNotSquare() {
        float[] map = new float[4 * 10];
        map[1 * 10 + 7] = 5;
        Magnitudes magnitudes = Magnitudes.of(map, 4, 10);
        assertThat(MapStatistics.registry().get("center_x").of(magnitudes)).isCloseTo(0.75, within(1e-12));
        assertThat(MapStatistics.registry().get("center_y").of(magnitudes)).isCloseTo(0.375, within(1e-12));
    }

    @Test
    void leavesTheMapAsItIs() {
        float[] map = {-1, 2};
        MapStatistics.of(map, 1, 2);
        assertThat(map).containsExactly(-1, 2);
    }

    @Test
    void refusesAMapThatIsNotFiniteByPosition() {
        assertThatThrownBy(() -> MapStatistics.of(new float[] {0, 1, Float.NaN, 2}, 2, 2))
                .isInstanceOf(StatisticException.class)
                .hasMessageContaining("row 1, column 0 is NaN");
    }

    @Test
    void refusesAMapThatDoesNotFillItsSides() {
        assertThatThrownBy(() -> MapStatistics.of(new float[5], 2, 3))
                .isInstanceOf(StatisticException.class)
                .hasMessageContaining("needs 6 values, not 5");
    }

    private static double statistic(String name, float[] map) {
        return MapStatistics.registry().get(name).of(Magnitudes.of(map, SIDE, SIDE));
    }
}

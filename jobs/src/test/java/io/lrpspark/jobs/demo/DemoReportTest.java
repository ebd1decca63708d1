package io.lrpspark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lrpspark.lrp.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {

    private static final int SIZE = 8;

    @Test
    void measuresThePositiveRelevanceOnTheObject() {
        float[] map = new float[SIZE * SIZE];
        map[3 * SIZE + 3] = 3;
        map[0] = 1;
        map[7] = -5;

        DemoReport.Measurement measurement = DemoReport.Measurement.of(explanation("circle", map), middleMask());

        assertThat(measurement.onObject()).isCloseTo(0.75, within(1e-12));
        assertThat(measurement.objectArea()).isCloseTo(16.0 / 64, within(1e-12));
        assertThat(measurement.inCorners()).containsExactly(0.25, 0.0, 0.0, 0.0);
    }

    @Test
    void tellsTheCornersApart() {
        float[] map = new float[SIZE * SIZE];
        map[1 * SIZE + 1] = 1;
        map[1 * SIZE + 6] = 2;
        map[6 * SIZE + 1] = 3;
        map[6 * SIZE + 6] = 4;

        assertThat(DemoReport.Measurement.of(explanation("circle", map), middleMask())
                        .inCorners())
                .containsExactly(0.1, 0.2, 0.3, 0.4);
    }

    @Test
    void aMapWithoutPositiveRelevanceHasSharesOfZero() {
        DemoReport.Measurement measurement =
                DemoReport.Measurement.of(explanation("circle", new float[SIZE * SIZE]), middleMask());

        assertThat(measurement.onObject()).isZero();
        assertThat(measurement.inCorners()).containsOnly(0.0);
    }

    @Test
    void namesTheClassThatLeansOnACornerAndNoOther() {
        DemoReport report = DemoReport.of(List.of(
                measurement("circle", 0.02),
                measurement("circle", 0.06),
                measurement("hexagon", 0.5),
                measurement("hexagon", 0.3),
                measurement("star", 0.01)));

        assertThat(report.suspicions()).singleElement().satisfies(suspicion -> {
            assertThat(suspicion.label()).isEqualTo("hexagon");
            assertThat(suspicion.corner()).isEqualTo(DemoReport.Corner.LOWER_LEFT);
            assertThat(suspicion.share()).isCloseTo(0.4, within(1e-12));
            assertThat(suspicion.usual()).isCloseTo(0.025, within(1e-12));
            assertThat(suspicion).asString().contains("hexagon: 40 %", "lower left corner");
        });
    }

    @Test
    void accusesNobodyWhenAllClassesAreAlike() {
        DemoReport report = DemoReport.of(
                List.of(measurement("circle", 0.3), measurement("hexagon", 0.35), measurement("star", 0.28)));

        assertThat(report.suspicions()).isEmpty();
    }

    @Test
    void printsOneLinePerClassWithItsAccuracy() {
        DemoReport report = DemoReport.of(List.of(
                measurement("circle", 0.02),
                new DemoReport.Measurement("circle", false, 0.5, 0.2, List.of(0.0, 0.0, 0.1, 0.0)),
                measurement("star", 0.01)));

        assertThat(report.lines()).hasSize(3);
        assertThat(report.lines().get(1)).startsWith("circle").contains("50.0 %", "lower left");
    }

    @Test
    void refusesAMaskOfAnotherSize() {
        assertThatThrownBy(() -> DemoReport.Measurement.of(
                        explanation("circle", new float[SIZE * SIZE]), new RgbImage(1, 1, new byte[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 × 1");
    }

    private static Explanation explanation(String label, float[] map) {
        return new Explanation(label + ".jpg", label, label, 0.9, map, SIZE, SIZE);
    }

    private static DemoReport.Measurement measurement(String label, double lowerLeft) {
        return new DemoReport.Measurement(label, true, 0.6, 0.2, List.of(0.01, 0.02, lowerLeft, 0.01));
    }

    private static RgbImage middleMask() {
        byte[] pixels = new byte[3 * SIZE * SIZE];
        for (int y = 2; y < 6; y++) {
            Arrays.fill(pixels, 3 * (y * SIZE + 2), 3 * (y * SIZE + 6), (byte) 255);
        }
        return new RgbImage(SIZE, SIZE, pixels);
    }
}

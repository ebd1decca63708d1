package io.lrpspark.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlaneTest {
    @Test
    void aConstantMapStaysConstantWhereItIsSmoothedAtEdgesAndCornersToo() {
        float[] values = new float[4 * 5];
        Arrays.fill(values, 0.5f);

        assertThat(new Plane(values, 4, 5).smoothed().values()).containsOnly(0.5f);
    }

    @Test
    void smoothingSharesAPixelAmongItsNeighbours() {
        float[] values = new float[25];
        values[12] = 9;

        float[] smoothed = new Plane(values, 5, 5).smoothed().values();

        assertThat(smoothed[12]).isEqualTo(1);
        assertThat(smoothed[6]).isEqualTo(1);
        assertThat(smoothed[10]).isZero();
    }
}

package io.lrpspark.pipeline.audit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SpectralClustersProperties {
    @Property(tries = 20)
    void aClusterNeverMixesGroupsThatLieApartAndTheLargestIsFirst(
            @ForAll @IntRange(min = 2, max = 4) int groups, @ForAll @IntRange(max = 1000) int seed) {
        Random random = new Random(seed);
        double[][] vectors = new double[groups * 30 + 10][3];
        for (int i = 0; i < vectors.length; i++) {
            int group = i < 40 ? 0 : (i - 10) / 30;
            for (int axis = 0; axis < 3; axis++) {
                vectors[i][axis] = (axis == group % 3 ? 10 * (1 + group / 3) : 0) + random.nextGaussian();
            }
        }

        SpectralClusters found = SpectralClusters.of(vectors, 0);

        long[] sizes = new long[found.count()];
        int[] groupOf = new int[found.count()];
        Arrays.fill(groupOf, -1);
        for (int i = 0; i < vectors.length; i++) {
            int group = i < 40 ? 0 : (i - 10) / 30;
            int cluster = found.cluster()[i];
            assertThat(groupOf[cluster]).isIn(-1, group);
            groupOf[cluster] = group;
            sizes[cluster]++;
        }
        assertThat(found.count()).isGreaterThanOrEqualTo(groups);
        assertThat(Arrays.stream(sizes).boxed().toList()).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(SpectralClusters.of(vectors, 0).cluster()).isEqualTo(found.cluster());
    }

    @Property(tries = 20)
    void identicalVectorsDoNotFail(@ForAll @IntRange(min = 1, max = 60) int count) {
        SpectralClusters found = SpectralClusters.of(new double[count][4], 0);

        assertThat(found.cluster()).hasSize(count);
        assertThat(found.x()).hasSize(count).doesNotContain(Double.NaN);
    }
}

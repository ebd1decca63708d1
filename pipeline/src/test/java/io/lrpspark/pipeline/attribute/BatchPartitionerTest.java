package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BatchPartitionerTest {
    @Property
    void givesWholeBatchesToPartitionsOfAboutOneSize(
            @ForAll @LongRange(min = 0, max = 1L << 40) long first,
            @ForAll @IntRange(min = 1, max = 3000) int images,
            @ForAll @IntRange(min = 1, max = 20) int batch,
            @ForAll @IntRange(min = 1, max = 9) int slots) {
        BatchPartitioner partitioner = new BatchPartitioner(first, images, batch, slots);

        Map<Integer, Integer> sizes = new HashMap<>();
        int previous = 0;
        for (long position = first; position < first + images; position++) {
            int partition = partitioner.getPartition(position);
            assertThat(partition).isBetween(previous, previous + 1);
            sizes.merge(partition, 1, Integer::sum);
            previous = partition;
        }

        int last = partitioner.numPartitions() - 1;
        assertThat(sizes).hasSize(last + 1);
        sizes.forEach((partition, size) -> {
            if (partition < last) {
                assertThat(size % batch).isZero();
            }
        });
        int largest = sizes.values().stream()
                .mapToInt(size -> (size + batch - 1) / batch)
                .max()
                .orElseThrow();
        int smallest = sizes.values().stream()
                .mapToInt(size -> (size + batch - 1) / batch)
                .min()
                .orElseThrow();
        assertThat(largest - smallest).isLessThanOrEqualTo(1);
    }
}

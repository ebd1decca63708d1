package io.lrpspark.pipeline.attribute;

import java.util.Objects;
import org.apache.spark.Partitioner;

/**
 * Divides consecutive positions into partitions of whole batches, as equal as can be. A pad at the end of a partition is
 * time lost, so only the last one can have one.
 */
final class BatchPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;
    private static final int MOST_ROUNDS = 4;
    private static final int BATCHES_WORTH_A_TASK = 8;
    private static final int MOST_IMAGES = 512;

    private final long first;
    private final int batchSize;
    private final long batches;
    private final int partitions;

    /**
     * Partitions for a number of images: a few rounds of all slots, so that slots end together and a lost task costs
     * little, but not so many that starting tasks costs more. The larger partitions come first.
     *
     * @param first position
     * @param images how many, positive
     * @param batchSize images per batch
     * @param slots tasks that run at once
     */
    BatchPartitioner(long first, long images, int batchSize, int slots) {
        this.first = first;
        this.batchSize = batchSize;
        this.batches = (images + batchSize - 1) / batchSize;
        long forBalance = Math.max(1, Math.min(MOST_ROUNDS, batches / ((long) BATCHES_WORTH_A_TASK * slots)));
        long forSize = (images + (long) MOST_IMAGES * slots - 1) / ((long) MOST_IMAGES * slots);
        this.partitions = (int) Math.min(Math.max(forBalance, forSize) * slots, batches);
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object position) {
        long batch = ((Long) position - first) / batchSize;
        long size = batches / partitions;
        long larger = batches % partitions;
        return (int) (batch < larger * (size + 1) ? batch / (size + 1) : larger + (batch - larger * (size + 1)) / size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchPartitioner that
                && first == that.first
                && batchSize == that.batchSize
                && batches == that.batches
                && partitions == that.partitions;
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, batchSize, batches, partitions);
    }
}

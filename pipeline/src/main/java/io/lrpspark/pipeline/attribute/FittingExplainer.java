package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.DeviceMemoryException;
import io.lrpspark.pipeline.device.BatchLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Explains images in calls that the device has memory for. A call that has not enough is repeated with half as many images, and so are all
 * further ones of the process with this program on this device.
 */
final class FittingExplainer {
    private final BatchExplainer explainer;
    private final BatchLimit limit;
    private final int batchSize;
    private final LongAdder explained = new LongAdder();
    private final LongAdder halvings = new LongAdder();

    /** @param batchSize images per call, if the device has memory for them */
    FittingExplainer(BatchExplainer explainer, BatchLimit limit, int batchSize) {
        this.explainer = explainer;
        this.limit = limit;
        this.batchSize = batchSize;
    }

    /**
     * Explains images.
     *
     * @param images all ready
     * @return one result per image, in their order
     * @throws DeviceMemoryException if there is not enough memory for a single image
     * @throws OutOfMemoryError if the heap has not enough for a single image
     */
    List<ExplainedImage> explain(List<PreparedImage> images) {
        List<ExplainedImage> results = new ArrayList<>();
        while (results.size() < images.size()) {
            int size = batchSize();
            List<PreparedImage> next = images.subList(results.size(), Math.min(results.size() + size, images.size()));
            try {
                results.addAll(explainer.explain(next, size));
            } catch (OutOfMemoryError | DeviceMemoryException e) {
                if (size == 1) {
                    throw e;
                }
                if (limit.halve(size)) {
                    halvings.increment();
                    // The images of calls lie in buffers outside of the heap, which only this frees.
                    System.gc();
                }
            }
        }
        explained.add(images.size());
        return results;
    }

    /** Images per call, as of now. */
    int batchSize() {
        return limit.of(batchSize);
    }

    /** Images that went through the engine. */
    long explained() {
        return explained.sum();
    }

    /** How often this task found that a batch was too large. */
    long halvings() {
        return halvings.sum();
    }
}

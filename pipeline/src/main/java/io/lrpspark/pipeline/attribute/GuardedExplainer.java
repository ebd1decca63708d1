package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.DeviceMemoryException;
import java.util.ArrayList;
import java.util.List;

/**
 * Explains images beside other tasks of the process. Where the heap does not suffice for a batch, or the device's memory
 * for a single image beside those of other tasks, the images are tried one by one while the other tasks wait, and one that does not fit even so is a failure.
 */
final class GuardedExplainer {
    private final FittingExplainer explainer;

    GuardedExplainer(FittingExplainer explainer) {
        this.explainer = explainer;
    }

    /**
     * Explains up to a batch of images.
     *
     * @param images all ready, at most the batch size
     * @return one result per image, in their order
     */
    List<ExplainedImage> together(List<PreparedImage> images) throws InterruptedException {
        try {
            return Isolation.shared(() -> explainer.explain(images));
        } catch (OutOfMemoryError | DeviceMemoryException e) {
            // Buffers outside of the heap, into which images are copied for the engine, are freed by nothing else.
            System.gc();
            List<ExplainedImage> results = new ArrayList<>();
            for (PreparedImage image : images) {
                results.add(Isolation.alone(() -> one(image)));
            }
            return results;
        }
    }

    /** Explains one image that is ready. */
    ExplainedImage one(PreparedImage image) {
        try {
            return explainer.explain(List.of(image)).get(0);
        } catch (OutOfMemoryError e) {
            return ExplainedImage.failed(image, ImageFailure.outOfMemory(Stage.ATTRIBUTE, e));
        } catch (DeviceMemoryException e) {
            return ExplainedImage.failed(image, ImageFailure.outOfDeviceMemory(e));
        }
    }
}

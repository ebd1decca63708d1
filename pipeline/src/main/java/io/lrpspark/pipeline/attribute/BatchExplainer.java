package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.BrokenDeviceException;
import io.lrpspark.lrp.attribute.DeviceMemoryException;
import io.lrpspark.lrp.attribute.Targets;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.pipeline.input.Activation;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.TargetSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Runs the program on the images of one batch. Every call has the same shape, [batch size, C, H, W]: a batch that is
 * not full repeats its first image. The engine chooses its kernels by shape, so that equal batches give equal bits.
 */
final class BatchExplainer {
    private static final double POSITIVE = 0.5;

    private final LoadedProgram program;
    private final Preprocessing preprocessing;
    private final TaskPlan plan;

    BatchExplainer(LoadedProgram program, Preprocessing preprocessing, TaskPlan plan) {
        this.program = program;
        this.preprocessing = preprocessing;
        this.plan = plan;
    }

    /**
     * An image that cannot have a target fails before it takes a place in a batch.
     *
     * @return the image, failed if its target is its label and that is no class
     */
    static PreparedImage check(PreparedImage prepared, TaskPlan plan) {
        if (!prepared.isReady() || !(plan.target() instanceof TargetSpec.Label)) {
            return prepared;
        }
        if (labelled(prepared.image(), plan.classes()).length > 0) {
            return prepared;
        }
        ListedImage image = prepared.image();
        String found = image.labels().isPresent()
                ? "none of the labels " + image.labels().get() + " is"
                : image.label().map(label -> "the label '" + label + "' is").orElse("the image has no label, which is")
                        + " ";
        return prepared.failed(new ImageFailure(
                Stage.ATTRIBUTE,
                "NoSuchClass",
                found.strip() + " " + (image.labels().isPresent() ? "a class" : "no class")
                        + " of the model: expected one of its " + plan.classes().size()
                        + " classes, since the target is the label"));
    }

    /**
     * Explains up to a batch of images.
     *
     * @param images all ready, at most the batch size
     * @param batchSize images per call
     * @return one result per image, in their order
     * @throws DeviceMemoryException if a call of that size has not enough memory
     * @throws BrokenDeviceException if the device failed, which is no fault of the images
     */
    List<ExplainedImage> explain(List<PreparedImage> images, int batchSize) {
        try {
            return explainTogether(images, batchSize);
        } catch (DeviceMemoryException | BrokenDeviceException e) {
            throw e;
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            // One image must not take the others of its batch with it: each gets a batch of its own.
            return images.size() > 1
                    ? images.stream()
                            .flatMap(image -> explain(List.of(image), batchSize).stream())
                            .toList()
                    : List.of(ExplainedImage.failed(images.get(0), ImageFailure.of(Stage.ATTRIBUTE, e)));
        }
    }

    private List<ExplainedImage> explainTogether(List<PreparedImage> images, int batchSize) {
        float[] inputs = new float[batchSize * preprocessing.length()];
        for (int place = 0; place < batchSize; place++) {
            int source = place < images.size() ? place : 0;
            if (place < images.size()) {
                preprocessing.normalize(
                        images.get(source).crop().orElseThrow(), inputs, place * preprocessing.length());
            } else {
                copyImage(inputs, source, inputs, place);
            }
        }
        List<int[]> targets = targets(images, inputs, batchSize);
        return targets.stream().allMatch(own -> own.length == targets.get(0).length)
                ? explainAlike(images, inputs, targets, batchSize)
                : explainInPairs(images, inputs, targets, batchSize);
    }

    private List<ExplainedImage> explainAlike(
            List<PreparedImage> images, float[] inputs, List<int[]> targets, int batchSize) {
        int[][] padded = new int[batchSize][];
        Arrays.setAll(padded, place -> targets.get(place < images.size() ? place : 0));
        AttributionBatch batch = program.attribute(inputs, batchSize, padded);
        List<ExplainedImage> results = new ArrayList<>();
        for (int place = 0; place < images.size(); place++) {
            int image = place;
            results.add(new ExplainedImage(
                    images.get(place),
                    IntStream.range(0, batch.targets())
                            .mapToObj(rank -> new Explanation(batch, image, rank))
                            .toList()));
        }
        return results;
    }

    /** Images with different numbers of targets: each pair of image and target takes a place of its own. */
    private List<ExplainedImage> explainInPairs(
            List<PreparedImage> images, float[] inputs, List<int[]> targets, int batchSize) {
        List<int[]> pairs = new ArrayList<>();
        for (int image = 0; image < images.size(); image++) {
            for (int target : targets.get(image)) {
                pairs.add(new int[] {image, target});
            }
        }
        List<List<Explanation>> explanations = new ArrayList<>();
        images.forEach(image -> explanations.add(new ArrayList<>()));
        for (int from = 0; from < pairs.size(); from += batchSize) {
            List<int[]> taken = pairs.subList(from, Math.min(from + batchSize, pairs.size()));
            float[] places = new float[inputs.length];
            int[][] own = new int[batchSize][];
            for (int place = 0; place < batchSize; place++) {
                int[] pair = taken.get(place < taken.size() ? place : 0);
                copyImage(inputs, pair[0], places, place);
                own[place] = new int[] {pair[1]};
            }
            AttributionBatch batch = program.attribute(places, batchSize, own);
            for (int place = 0; place < taken.size(); place++) {
                explanations.get(taken.get(place)[0]).add(new Explanation(batch, place, 0));
            }
        }
        List<ExplainedImage> results = new ArrayList<>();
        for (int image = 0; image < images.size(); image++) {
            results.add(new ExplainedImage(images.get(image), List.copyOf(explanations.get(image))));
        }
        return results;
    }

    private void copyImage(float[] from, int source, float[] to, int place) {
        System.arraycopy(
                from, source * preprocessing.length(), to, place * preprocessing.length(), preprocessing.length());
    }

    private List<int[]> targets(List<PreparedImage> images, float[] inputs, int batchSize) {
        if (plan.target() instanceof TargetSpec.Positives) {
            float[][] logits = program.predict(inputs, batchSize);
            return IntStream.range(0, images.size())
                    .mapToObj(image -> positives(logits[image]))
                    .toList();
        }
        if (plan.target() instanceof TargetSpec.Label) {
            return images.stream()
                    .map(image -> labelled(image.image(), plan.classes()))
                    .toList();
        }
        return Collections.nCopies(images.size(), sameForAll());
    }

    private int[] sameForAll() {
        if (plan.target() instanceof TargetSpec.ClassIndex chosen) {
            return new int[] {chosen.index()};
        }
        if (plan.target() instanceof TargetSpec.Top top) {
            return IntStream.rangeClosed(1, top.count()).map(Targets::rank).toArray();
        }
        return new int[] {Targets.PREDICTED};
    }

    private static int[] positives(float[] logits) {
        double[] probabilities = Activation.SIGMOID.probabilities(logits);
        int[] positives = IntStream.range(0, logits.length)
                .filter(index -> probabilities[index] >= POSITIVE)
                .toArray();
        return positives.length > 0 ? positives : new int[] {Targets.PREDICTED};
    }

    private static int[] labelled(ListedImage image, ClassNames classes) {
        if (image.labels().isPresent()) {
            return image.labels().get().stream()
                    .map(classes::indexOf)
                    .filter(OptionalInt::isPresent)
                    .mapToInt(OptionalInt::getAsInt)
                    .distinct()
                    .toArray();
        }
        OptionalInt index = image.labelIndex(classes);
        return index.isPresent() ? new int[] {index.getAsInt()} : new int[0];
    }
}

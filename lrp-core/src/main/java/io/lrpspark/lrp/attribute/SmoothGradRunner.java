package io.lrpspark.lrp.attribute;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.lrpspark.lrp.rule.Method;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;

/** Passes over noisy copies; the first has no noise, and its logits resolve the targets. */
final class SmoothGradRunner implements MethodRunner {
    private final Method.SmoothGrad method;

    SmoothGradRunner(Method.SmoothGrad method) {
        this.method = method;
    }

    @Override
    public NDList run(Passes passes, NDArray images, NDArray targets) {
        NDList results = passes.attribute(images, targets);
        NDArray sum =
                Passes.replaceRelevance(results, results.get(Passes.RELEVANCE).duplicate());
        Shape shape = images.getShape();
        int size = (int) (shape.size() / shape.get(0));
        double[] pixels = Elements.of(images).doubles(0, (int) shape.size());
        Noise[] noises = new Noise[(int) shape.get(0)];
        Arrays.setAll(noises, image -> new Noise(Arrays.copyOfRange(pixels, image * size, (image + 1) * size)));
        double[] noisy = new double[pixels.length];
        for (int sample = 1; sample < method.samples(); sample++) {
            for (int image = 0; image < noises.length; image++) {
                noises[image].addTo(pixels, noisy, image * size, size);
            }
            try (NDArray copies = passes.create(noisy, shape);
                    NDList ofCopies = passes.attribute(copies, results.get(Passes.CLASSES))) {
                sum.addi(ofCopies.get(Passes.RELEVANCE));
            }
        }
        sum.muli(1.0 / method.samples());
        return results;
    }

    /** The noise of one image. {@link Random}, because its numbers are specified and so the same on every JVM. */
    private final class Noise {
        private final Random random;
        private final double deviation;

        Noise(double[] image) {
            long content = 0;
            for (double pixel : image) {
                // as float32, so that the precision of the program makes no difference to the noise
                content = 31 * content + Float.floatToIntBits((float) pixel);
            }
            // mixed, because Random begins alike for seeds that are near each other
            random = new Random(new SplittableRandom(31 * method.seed() + content).nextLong());
            deviation = method.noise()
                    * (Arrays.stream(image).max().orElse(0)
                            - Arrays.stream(image).min().orElse(0));
        }

        void addTo(double[] pixels, double[] noisy, int from, int count) {
            for (int index = from; index < from + count; index++) {
                noisy[index] = pixels[index] + deviation * random.nextGaussian();
            }
        }
    }
}

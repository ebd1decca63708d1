package io.lrpspark.jobs.demo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import io.lrpspark.lrp.checkpoint.StateDict;
import io.lrpspark.lrp.checkpoint.Weight;
import io.lrpspark.lrp.model.DenseNetConfiguration;
import io.lrpspark.lrp.model.DenseNetWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** A DenseNet that can be trained: torchvision's layout and names (torchvision.models.densenet) on DJL arrays. */
final class DemoNetwork {

    private static final float EPSILON = 1e-5f;

    /** Share of the old running statistics that a training step keeps; torch calls 1 minus this the momentum. */
    private static final float KEPT_STATISTICS = 0.9f;

    /** What normalisations divide by. */
    enum Mode {
        /** The statistics of the batch, which also move the running ones. */
        TRAINING,
        /** The running statistics. */
        EVALUATION
    }

    private final DenseNetConfiguration configuration;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    /**
     * A network on a manager's device; its arrays live as long as the manager.
     *
     * @param weights where it starts
     */
    DemoNetwork(DenseNetWeights weights, NDManager manager) {
        configuration = weights.configuration();
        for (String name : weights.names()) {
            Weight weight = weights.weight(name);
            NDArray array = manager.create(floats(weight.values()), shape(weight.shape()));
            if (isLearned(name)) {
                array.setRequiresGradient(true);
            }
            arrays.put(name, array);
        }
    }

    /**
     * Weights to start training from, as torchvision starts: He's normal initialisation for convolutions, ones and zeros
     * for normalisations, the classifier uniform in ±1/√fan-in with a bias of zero.
     */
    static DenseNetWeights initial(DenseNetConfiguration configuration, long seed) {
        Initialisation start = new Initialisation(new Random(seed));
        int channels = configuration.initialFeatures();
        start.convolution("features.conv0", channels, configuration.inputChannels(), 7);
        start.norm("features.norm0", channels);
        int bottleneck = configuration.bottleneckFactor() * configuration.growthRate();
        for (int block = 1; block <= configuration.blocks().size(); block++) {
            for (int layer = 1; layer <= configuration.blocks().get(block - 1); layer++) {
                String prefix = layerName(block, layer);
                start.norm(prefix + ".norm1", channels);
                start.convolution(prefix + ".conv1", bottleneck, channels, 1);
                start.norm(prefix + ".norm2", bottleneck);
                start.convolution(prefix + ".conv2", configuration.growthRate(), bottleneck, 3);
                channels += configuration.growthRate();
            }
            if (block < configuration.blocks().size()) {
                start.norm(transitionName(block) + ".norm", channels);
                start.convolution(transitionName(block) + ".conv", channels / 2, channels, 1);
                channels /= 2;
            }
        }
        start.norm("features.norm5", channels);
        start.classifier(configuration.classes(), channels);
        return DenseNetWeights.of(StateDict.of("fresh weights", start.weights));
    }

    /**
     * The arrays that training changes by gradients: all but the running statistics and the classifier's bias, which stays
     * zero. A bias speaks for a class whatever the image shows; relevance would then be shared out of the rest of the logit,
     * which may be negative.
     */
    Map<String, NDArray> learned() {
        return arrays.entrySet().stream()
                .filter(entry -> isLearned(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** A copy of all weights as they are now, in torchvision's order. */
    StateDict stateDict() {
        Map<String, Weight> weights = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            float[] values = array.toFloatArray();
            double[] copy = new double[values.length];
            Arrays.setAll(copy, i -> values[i]);
            List<Integer> shape = Arrays.stream(array.getShape().getShape())
                    .mapToObj(Math::toIntExact)
                    .toList();
            weights.put(name, new Weight(shape, copy));
        });
        return StateDict.of("the demo network", weights);
    }

    /**
     * The logits.
     *
     * @param images [N, C, H, W], normalised
     * @return [N, classes]
     */
    NDArray logits(NDArray images, Mode mode) {
        NDArray x = convolution(images, "features.conv0", 2, 3);
        x = normRelu(x, "features.norm0", mode);
        x = Pool.maxPool2d(x, new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false);
        for (int block = 1; block <= configuration.blocks().size(); block++) {
            List<NDArray> features = new ArrayList<>(List.of(x));
            for (int layer = 1; layer <= configuration.blocks().get(block - 1); layer++) {
                String prefix = layerName(block, layer);
                NDArray input = NDArrays.concat(new NDList(features), 1);
                NDArray squeezed = convolution(normRelu(input, prefix + ".norm1", mode), prefix + ".conv1", 1, 0);
                features.add(convolution(normRelu(squeezed, prefix + ".norm2", mode), prefix + ".conv2", 1, 1));
            }
            x = NDArrays.concat(new NDList(features), 1);
            if (block < configuration.blocks().size()) {
                String prefix = transitionName(block);
                x = convolution(normRelu(x, prefix + ".norm", mode), prefix + ".conv", 1, 0);
                x = Pool.avgPool2d(x, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false, true);
            }
        }
        NDArray pooled = Pool.globalAvgPool2d(normRelu(x, "features.norm5", mode));
        return pooled.matMul(arrays.get("classifier.weight").transpose()).add(arrays.get("classifier.bias"));
    }

    private NDArray convolution(NDArray input, String name, int stride, int padding) {
        return Conv2d.conv2d(
                        input,
                        arrays.get(name + ".weight"),
                        null,
                        new Shape(stride, stride),
                        new Shape(padding, padding),
                        new Shape(1, 1),
                        1)
                .singletonOrThrow();
    }

    private NDArray normRelu(NDArray input, String name, Mode mode) {
        NDArray normalised = BatchNorm.batchNorm(
                        input,
                        arrays.get(name + ".running_mean"),
                        arrays.get(name + ".running_var"),
                        arrays.get(name + ".weight"),
                        arrays.get(name + ".bias"),
                        1,
                        KEPT_STATISTICS,
                        EPSILON,
                        mode == Mode.TRAINING)
                .singletonOrThrow();
        return Activation.relu(normalised);
    }

    private static boolean isLearned(String name) {
        return !name.endsWith(".running_mean") && !name.endsWith(".running_var") && !name.equals("classifier.bias");
    }

    private static String layerName(int block, int layer) {
        return "features.denseblock" + block + ".denselayer" + layer;
    }

    private static String transitionName(int block) {
        return "features.transition" + block;
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    private static Shape shape(List<Integer> sizes) {
        return new Shape(sizes.stream().mapToLong(Integer::longValue).toArray());
    }

    private static final class Initialisation {
        private final Map<String, Weight> weights = new LinkedHashMap<>();
        private final Random random;

        Initialisation(Random random) {
            this.random = random;
        }

        void convolution(String name, int outputs, int inputs, int kernel) {
            int fanIn = inputs * kernel * kernel;
            double deviation = Math.sqrt(2.0 / fanIn);
            double[] values = new double[outputs * fanIn];
            Arrays.setAll(values, i -> (float) (deviation * random.nextGaussian()));
            weights.put(name + ".weight", new Weight(List.of(outputs, inputs, kernel, kernel), values));
        }

        void norm(String name, int channels) {
            put(name + ".weight", channels, 1);
            put(name + ".bias", channels, 0);
            put(name + ".running_mean", channels, 0);
            put(name + ".running_var", channels, 1);
        }

        void classifier(int classes, int features) {
            double bound = 1 / Math.sqrt(features);
            double[] values = new double[classes * features];
            Arrays.setAll(values, i -> (float) ((2 * random.nextDouble() - 1) * bound));
            weights.put("classifier.weight", new Weight(List.of(classes, features), values));
            put("classifier.bias", classes, 0);
        }

        private void put(String name, int length, double value) {
            double[] values = new double[length];
            Arrays.fill(values, value);
            weights.put(name, new Weight(List.of(length), values));
        }
    }
}

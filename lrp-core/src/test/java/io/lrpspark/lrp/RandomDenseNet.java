package io.lrpspark.lrp;

import io.lrpspark.lrp.checkpoint.StateDict;
import io.lrpspark.lrp.checkpoint.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** DenseNets with random weights, batch norms of either sign and some that are exactly zero: what canonizers must stand. */
public final class RandomDenseNet {
    private final Random random;
    private final Map<String, Weight> weights = new LinkedHashMap<>();

    private RandomDenseNet(long seed) {
        random = new Random(seed);
    }

    /** The state dict of a network of three input channels. */
    public static StateDict of(
            long seed, int growthRate, List<Integer> blocks, int initialFeatures, int bottleneckFactor, int classes) {
        return new RandomDenseNet(seed).build(growthRate, blocks, initialFeatures, bottleneckFactor, classes);
    }

    private StateDict build(
            int growthRate, List<Integer> blocks, int initialFeatures, int bottleneckFactor, int classes) {
        convolution("features.conv0", initialFeatures, 3, 7);
        batchNorm("features.norm0", initialFeatures);
        int channels = initialFeatures;
        for (int block = 1; block <= blocks.size(); block++) {
            for (int layer = 1; layer <= blocks.get(block - 1); layer++) {
                String name = "features.denseblock" + block + ".denselayer" + layer;
                batchNorm(name + ".norm1", channels);
                convolution(name + ".conv1", bottleneckFactor * growthRate, channels, 1);
                batchNorm(name + ".norm2", bottleneckFactor * growthRate);
                convolution(name + ".conv2", growthRate, bottleneckFactor * growthRate, 3);
                channels += growthRate;
            }
            if (block < blocks.size()) {
                batchNorm("features.transition" + block + ".norm", channels);
                convolution("features.transition" + block + ".conv", channels / 2, channels, 1);
                channels /= 2;
            }
        }
        batchNorm("features.norm5", channels);
        put("classifier.weight", List.of(classes, channels), Math.sqrt(1.0 / channels));
        put("classifier.bias", List.of(classes), 0.1);
        return StateDict.of(weights);
    }

    private void convolution(String name, int outputs, int inputs, int taps) {
        put(name + ".weight", List.of(outputs, inputs, taps, taps), Math.sqrt(2.0 / (inputs * taps * taps)));
    }

    private void batchNorm(String name, int channels) {
        double[] gamma = new double[channels];
        double[] variance = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            double kind = random.nextDouble();
            gamma[channel] = kind < 0.1 ? 0 : (kind < 0.35 ? -1 : 1) * (0.3 + random.nextDouble());
            variance[channel] = 0.2 + random.nextDouble();
        }
        weights.put(name + ".weight", new Weight(List.of(channels), gamma));
        put(name + ".bias", List.of(channels), 0.3);
        put(name + ".running_mean", List.of(channels), 0.3);
        weights.put(name + ".running_var", new Weight(List.of(channels), variance));
    }

    private void put(String name, List<Integer> shape, double scale) {
        double[] values = new double[shape.stream().reduce(1, Math::multiplyExact)];
        for (int index = 0; index < values.length; index++) {
            values[index] = scale * random.nextGaussian();
        }
        weights.put(name, new Weight(shape, values));
    }
}

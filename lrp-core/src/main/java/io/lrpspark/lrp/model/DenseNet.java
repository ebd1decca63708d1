package io.lrpspark.lrp.model;

import io.lrpspark.lrp.checkpoint.Weight;
import io.lrpspark.lrp.graph.AveragePool;
import io.lrpspark.lrp.graph.BatchNorm;
import io.lrpspark.lrp.graph.Concat;
import io.lrpspark.lrp.graph.Convolution;
import io.lrpspark.lrp.graph.GlobalAveragePool;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Input;
import io.lrpspark.lrp.graph.Kernel;
import io.lrpspark.lrp.graph.Linear;
import io.lrpspark.lrp.graph.MaxPool;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.Relu;
import io.lrpspark.lrp.graph.Role;
import io.lrpspark.lrp.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * torchvision's DenseNet (Huang et al., "Densely Connected Convolutional Networks", CVPR 2017) as a graph. The last ReLU and the global pool
 * are functions there, and so they are here.
 */
public final class DenseNet {
    /** ε of torch's batch norms. */
    private static final double BATCH_NORM_EPSILON = 1e-5;

    private final DenseNetWeights weights;
    private final List<Node> nodes = new ArrayList<>();

    private DenseNet(DenseNetWeights weights) {
        this.weights = weights;
    }

    /**
     * The network for images of one size.
     *
     * @param weights all parameters
     * @param height H of the images in pixels
     * @param width W of the images in pixels
     * @throws io.lrpspark.lrp.graph.GraphException if the images are too small for the network's pools
     */
    public static Graph graph(DenseNetWeights weights, int height, int width) {
        return new DenseNet(weights).build(height, width);
    }

    private Graph build(int height, int width) {
        DenseNetConfiguration configuration = weights.configuration();
        nodes.add(new Input("input", new Shape(configuration.inputChannels(), height, width)));
        String x = convolution("features.conv0", "input", 2, 3);
        x = batchNorm("features.norm0", x);
        x = add(new Relu("features.relu0", x, Role.LAYER));
        x = add(new MaxPool("features.pool0", x, 3, 2, 1));
        int blocks = configuration.blocks().size();
        for (int block = 1; block <= blocks; block++) {
            x = denseBlock(
                    "features.denseblock" + block, x, configuration.blocks().get(block - 1));
            if (block < blocks) {
                x = transition("features.transition" + block, x);
            }
        }
        x = batchNorm("features.norm5", x);
        x = add(new Relu("relu", x, Role.FUNCTIONAL));
        x = add(new GlobalAveragePool("avgpool", x, Role.FUNCTIONAL));
        Weight classifier = weights.weight("classifier.weight");
        add(new Linear(
                "classifier",
                x,
                new Kernel(classifier.shape().get(0), classifier.shape().get(1), 1, 1, classifier.values()),
                weights.weight("classifier.bias").values()));
        return Graph.of(nodes);
    }

    private String denseBlock(String block, String x, int layers) {
        String features = x;
        for (int layer = 1; layer <= layers; layer++) {
            String name = block + ".denselayer" + layer;
            String y = batchNorm(name + ".norm1", features);
            y = add(new Relu(name + ".relu1", y, Role.LAYER));
            y = convolution(name + ".conv1", y, 1, 0);
            y = batchNorm(name + ".norm2", y);
            y = add(new Relu(name + ".relu2", y, Role.LAYER));
            y = convolution(name + ".conv2", y, 1, 1);
            features = add(new Concat(name + ".concat", List.of(features, y)));
        }
        return features;
    }

    private String transition(String name, String x) {
        String y = batchNorm(name + ".norm", x);
        y = add(new Relu(name + ".relu", y, Role.LAYER));
        y = convolution(name + ".conv", y, 1, 0);
        return add(new AveragePool(name + ".pool", y, 2, 2, Role.LAYER));
    }

    private String convolution(String name, String input, int stride, int padding) {
        Weight weight = weights.weight(name + ".weight");
        List<Integer> shape = weight.shape();
        Kernel kernel = new Kernel(shape.get(0), shape.get(1), shape.get(2), shape.get(3), weight.values());
        return add(new Convolution(name, input, kernel, new double[kernel.outputs()], stride, padding));
    }

    private String batchNorm(String name, String input) {
        double[] gamma = weights.weight(name + ".weight").values();
        double[] beta = weights.weight(name + ".bias").values();
        double[] mean = weights.weight(name + ".running_mean").values();
        double[] variance = weights.weight(name + ".running_var").values();
        double[] scale = new double[gamma.length];
        double[] shift = new double[gamma.length];
        for (int channel = 0; channel < scale.length; channel++) {
            scale[channel] = gamma[channel] / Math.sqrt(variance[channel] + BATCH_NORM_EPSILON);
            shift[channel] = beta[channel] - scale[channel] * mean[channel];
        }
        return add(new BatchNorm(name, input, scale, shift, Role.LAYER));
    }

    private String add(Node node) {
        nodes.add(node);
        return node.name();
    }
}

package io.lrpspark.lrp.program;

import io.lrpspark.lrp.graph.AveragePool;
import io.lrpspark.lrp.graph.BatchNorm;
import io.lrpspark.lrp.graph.ConstantMap;
import io.lrpspark.lrp.graph.Convolution;
import io.lrpspark.lrp.graph.ConvolutionCopy;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Kernel;
import io.lrpspark.lrp.graph.Linear;
import io.lrpspark.lrp.graph.MaxPool;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.Shape;
import io.lrpspark.lrp.graph.SharedConvolution;
import io.lrpspark.lrp.graph.Threshold;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.Arrays;
import java.util.List;

/** Writes what a node computes. */
final class ForwardLowering {
    /** Stands for a bound that is none; float32 holds it. */
    static final double UNBOUNDED = 3e38;

    private ForwardLowering() {}

    static Value lower(TensorBuilder tensors, Graph graph, Node node, List<Value> inputs) {
        return switch (node.kind()) {
            case INPUT -> {
                Shape shape = graph.shape(node.name());
                yield tensors.images(shape.channels(), shape.height(), shape.width());
            }
            case CONVOLUTION -> {
                Convolution convolution = (Convolution) node;
                yield convolution(
                        tensors,
                        inputs.get(0),
                        kernel(tensors, convolution.kernel()),
                        convolution.bias(),
                        convolution.stride(),
                        convolution.padding());
            }
            case LINEAR -> {
                Linear linear = (Linear) node;
                yield convolution(tensors, inputs.get(0), kernel(tensors, linear.kernel()), linear.bias(), 1, 0);
            }
            case SHARED_CONVOLUTION -> {
                SharedConvolution shared = (SharedConvolution) node;
                yield tensors.convolution(
                        inputs.get(0), kernel(tensors, shared.kernel()), shared.stride(), shared.padding());
            }
            case CONVOLUTION_COPY -> {
                ConvolutionCopy copy = (ConvolutionCopy) node;
                yield affine(tensors, inputs.get(0), copy.scale(), copy.shift());
            }
            case BATCH_NORM -> {
                BatchNorm norm = (BatchNorm) node;
                yield affine(tensors, inputs.get(0), norm.scale(), norm.shift());
            }
            case RELU -> tensors.positive(inputs.get(0));
            case THRESHOLD -> threshold(tensors, inputs.get(0), (Threshold) node);
            case CONSTANT_MAP -> constantMap(tensors, inputs.get(0), (ConstantMap) node);
            case MAX_POOL -> {
                MaxPool pool = (MaxPool) node;
                yield tensors.maxPool(inputs.get(0), pool.window(), pool.stride(), pool.padding());
            }
            case AVERAGE_POOL -> {
                AveragePool pool = (AveragePool) node;
                yield tensors.averagePool(inputs.get(0), pool.window(), pool.stride());
            }
            case GLOBAL_AVERAGE_POOL -> tensors.mean(inputs.get(0));
            case CONCAT -> tensors.concat(inputs);
        };
    }

    static Value kernel(TensorBuilder tensors, Kernel kernel) {
        return tensors.constant(kernel.values(), kernel.outputs(), kernel.inputs(), kernel.height(), kernel.width());
    }

    static Value convolution(TensorBuilder tensors, Value x, Value kernel, double[] bias, int stride, int padding) {
        if (Arrays.stream(bias).allMatch(element -> element == 0)) {
            return tensors.convolution(x, kernel, stride, padding);
        }
        return tensors.convolution(x, kernel, tensors.constant(bias, bias.length), stride, padding);
    }

    static Value affine(TensorBuilder tensors, Value x, double[] scale, double[] shift) {
        return tensors.multiplyAdd(tensors.perChannel(shift), x, tensors.perChannel(scale));
    }

    private static Value threshold(TensorBuilder tensors, Value x, Threshold threshold) {
        double[] low = threshold.thresholds();
        double[] high = low.clone();
        for (int channel = 0; channel < low.length; channel++) {
            if (threshold.scale()[channel] > 0) {
                high[channel] = UNBOUNDED;
            } else if (threshold.scale()[channel] < 0) {
                low[channel] = -UNBOUNDED;
            }
        }
        return tensors.clamp(x, tensors.perChannel(low), tensors.perChannel(high));
    }

    private static Value constantMap(TensorBuilder tensors, Value x, ConstantMap map) {
        int height = map.ones().height();
        int width = map.ones().width();
        double[] ones = new double[height * width];
        Arrays.fill(ones, 1);
        Value constant = convolution(
                tensors,
                tensors.constant(ones, 1, height, width),
                kernel(tensors, map.kernel()),
                map.bias(),
                map.stride(),
                map.padding());
        return tensors.add(x, constant);
    }
}

package io.lrpspark.lrp.graph;

import java.util.List;

/**
 * One operation of a network. Nodes are immutable, refer to their inputs by name and hold their parameters in float64.
 *
 * <p>The names are those of the checkpoint's modules ({@code features.denseblock1.denselayer1.conv1}), so that messages,
 * ledgers and composites speak the language of the model's owner.
 */
public sealed interface Node
        permits Input,
                Convolution,
                Linear,
                BatchNorm,
                Relu,
                Threshold,
                ConstantMap,
                SharedConvolution,
                ConvolutionCopy,
                MaxPool,
                AveragePool,
                GlobalAveragePool,
                Concat {

    /** The unique name of this node. */
    String name();

    /** What kind of operation this is. */
    NodeKind kind();

    /** The names of the nodes whose outputs this node takes, in order. */
    List<String> inputs();

    /** The same operation on other inputs; as many as {@link #inputs()}. */
    Node withInputs(List<String> inputs);

    /**
     * The shape of the output.
     *
     * @throws GraphException if the input shapes do not fit this operation
     */
    Shape shape(List<Shape> inputs);

    /** Whether composites see this node as a layer, or as a plain function that always gets its gradient. */
    default Role role() {
        return Role.LAYER;
    }
}

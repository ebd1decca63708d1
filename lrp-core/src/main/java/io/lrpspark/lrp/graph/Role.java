package io.lrpspark.lrp.graph;

/**
 * Whether rules apply to a node. Torchvision calls the last ReLU and the global pool of a DenseNet as functions; a tool
 * that hangs its rules on layers never sees them, so relevance takes their gradient.
 */
public enum Role {
    /** A layer: the composite decides which rule it gets. */
    LAYER,
    /** A function between layers: relevance is multiplied by its Jacobian, whatever the composite says. */
    FUNCTIONAL,
    /**
     * An activation behind a copy of a convolution, which stands for that of a layer. Rules for activations alone act on it as on the
     * layer's; for any other it is a function, as for the published canonizer.
     */
    COPIED,
    /** A layer whose relevance goes to its inputs in proportion to their contributions, whatever the composite says. */
    PROPORTIONAL
}

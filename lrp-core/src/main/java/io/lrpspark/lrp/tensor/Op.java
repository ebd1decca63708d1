package io.lrpspark.lrp.tensor;

/**
 * The operations of a {@link TensorProgram}. Per-image tensors are [N, …] with the batch dimension left implicit; operands broadcast as
 * in PyTorch. The words in parentheses are the integer attributes, in order.
 */
public enum Op {
    /** The images, [C, H, W]. */
    IMAGES,
    /** One requested target per image, []: a class, or −k for the class of rank k. */
    TARGETS,
    /** A stored parameter. */
    CONSTANT,
    /** Convolution of x with a kernel [O, I, h, w] and, if there is a third operand, a bias [O] (stride, padding). */
    CONVOLUTION,
    /** The gradient of a convolution's input: s, kernel (stride, padding, input height, input width). */
    CONVOLUTION_GRADIENT,
    /** Maximum over windows (window, stride, padding). */
    MAX_POOL,
    /** Where the maxima of its operand, a {@link #MAX_POOL}, were found: the first of equals. */
    MAX_POOL_INDICES,
    /** The gradient of a maximum pool's input: s, x, indices (window, stride, padding). */
    MAX_POOL_GRADIENT,
    /** Mean over windows without padding (window, stride). */
    AVERAGE_POOL,
    /** The gradient of an average pool's input: s (window, stride, input height, input width). */
    AVERAGE_POOL_GRADIENT,
    /** Mean over all positions, [C, 1, 1]. */
    MEAN,
    /** [C, 1, 1] repeated over (height, width). */
    EXPAND,
    /** x + y. */
    ADD,
    /** x − y. */
    SUBTRACT,
    /** x · y. */
    MULTIPLY,
    /** x / y. */
    DIVIDE,
    /** x + y · z. */
    MULTIPLY_ADD,
    /** x − scalar · x / y. */
    DAMP,
    /** x + scalar. */
    ADD_SCALAR,
    /** x · scalar. */
    MULTIPLY_SCALAR,
    /** |x|. */
    ABSOLUTE,
    /** max(x, 0). */
    POSITIVE,
    /** min(x, 0). */
    NEGATIVE,
    /** x². */
    SQUARE,
    /** −1, 0 or 1. */
    SIGN,
    /** 1 / (1 + exp(−x)). */
    SIGMOID,
    /** min(max(x, low), high) with tensors as bounds. */
    CLAMP,
    /** −scalar where x is negative, scalar elsewhere: what stabilises a denominator x. */
    STABILIZER,
    /** A mask, 1 where x = 0 and 0 elsewhere. */
    IS_ZERO,
    /** A mask, 1 where x ≠ y and 0 elsewhere. */
    DIFFERS,
    /** x where y is not 0, 0 elsewhere. */
    WHERE_NONZERO,
    /** Channels (from, count) of x; a view. */
    SLICE,
    /** Stacks its operands along the channels. */
    CONCAT,
    /** Kernels with the same inputs stacked along their output channels. */
    STACK_KERNELS,
    /** Sum of all elements of each image, []. */
    SUM,
    /** Sum over positions, [C]. */
    SUM_POSITIONS,
    /** Sum over channels, [1, H, W]. */
    SUM_CHANNELS,
    /** Dot product of [C] with a constant [C], []. */
    WEIGHTED_SUM,
    /** The class of each target: logits, targets; negative targets are ranks. */
    RESOLVE_TARGETS,
    /** The best class besides each target: logits, classes. */
    RUNNER_UP,
    /** 1 at the target, 0 elsewhere, in the shape of the logits: logits, classes. */
    ONE_HOT
}

package io.lrpspark.lrp.tensor;

import io.lrpspark.lrp.tensor.TensorProgram.Result;
import io.lrpspark.lrp.tensor.Value.Extent;
import io.lrpspark.lrp.tensor.Value.Sign;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a {@link TensorProgram}, one operation a call. Equal operations on equal operands are written once, operations on constants become
 * constants, and the sign of a value is followed where it is sure.
 */
public final class TensorBuilder {
    private record Key(Op op, List<Integer> operands, List<Integer> integers, double scalar) {}

    private record ConstantKey(List<Integer> shape, int hash) {}

    private final List<Operation> operations = new ArrayList<>();
    private final Map<Integer, double[]> constants = new HashMap<>();
    private final Map<Key, Value> known = new HashMap<>();
    private final Map<ConstantKey, Value> knownConstants = new HashMap<>();
    private final List<Result> results = new ArrayList<>();

    /** The images, [C, H, W]. */
    public Value images(int channels, int height, int width) {
        return write(Op.IMAGES, List.of(), List.of(), 0, List.of(channels, height, width), Sign.ANY);
    }

    /** The requested targets, one integer per image. */
    public Value targets() {
        return write(Op.TARGETS, List.of(), List.of(), 0, List.of(), Sign.ANY);
    }

    /** A stored parameter of that shape, row-major. */
    public Value constant(double[] elements, Integer... shape) {
        ConstantKey key = new ConstantKey(List.of(shape), Arrays.hashCode(elements));
        Value same = knownConstants.get(key);
        if (same != null && Arrays.equals(constants.get(same.id()), elements)) {
            return same;
        }
        Sign sign = Arrays.stream(elements).allMatch(element -> element >= 0) ? Sign.NON_NEGATIVE : Sign.ANY;
        Value value = new Value(operations.size(), List.of(shape), Extent.CONSTANT, sign);
        operations.add(new Operation(Op.CONSTANT, List.of(), List.of(), 0, value));
        constants.put(value.id(), elements);
        knownConstants.put(key, value);
        return value;
    }

    /** A constant with one element per channel, [C, 1, 1], that broadcasts over positions. */
    public Value perChannel(double[] elements) {
        return constant(elements, elements.length, 1, 1);
    }

    /** kernel ∗ x. */
    public Value convolution(Value x, Value kernel, int stride, int padding) {
        return write(
                Op.CONVOLUTION,
                List.of(x, kernel),
                List.of(stride, padding),
                0,
                convolved(x, kernel, stride, padding),
                both(x, kernel));
    }

    /** kernel ∗ x + bias, with a bias [O]. */
    public Value convolution(Value x, Value kernel, Value bias, int stride, int padding) {
        Sign sign = bias.nonNegative() ? both(x, kernel) : Sign.ANY;
        return write(
                Op.CONVOLUTION,
                List.of(x, kernel, bias),
                List.of(stride, padding),
                0,
                convolved(x, kernel, stride, padding),
                sign);
    }

    /** The gradient of {@code kernel ∗ x} with respect to an x of the given height and width: the transposed convolution of s. */
    public Value convolutionGradient(Value s, Value kernel, int stride, int padding, int height, int width) {
        return write(
                Op.CONVOLUTION_GRADIENT,
                List.of(s, kernel),
                List.of(stride, padding, height, width),
                0,
                List.of(kernel.shape().get(1), height, width),
                both(s, kernel));
    }

    /** Maximum over windows. */
    public Value maxPool(Value x, int window, int stride, int padding) {
        return write(
                Op.MAX_POOL,
                List.of(x),
                List.of(window, stride, padding),
                0,
                List.of(
                        x.channels(),
                        slid(x.height(), window, stride, padding),
                        slid(x.width(), window, stride, padding)),
                x.sign());
    }

    /** The gradient of {@link #maxPool} at x. */
    public Value maxPoolGradient(Value s, Value x, int window, int stride, int padding) {
        Value pooled = maxPool(x, window, stride, padding);
        Value indices = write(Op.MAX_POOL_INDICES, List.of(pooled), List.of(), 0, pooled.shape(), Sign.NON_NEGATIVE);
        return write(
                Op.MAX_POOL_GRADIENT, List.of(s, x, indices), List.of(window, stride, padding), 0, x.shape(), s.sign());
    }

    /** Mean over windows, without padding. */
    public Value averagePool(Value x, int window, int stride) {
        return write(
                Op.AVERAGE_POOL,
                List.of(x),
                List.of(window, stride),
                0,
                List.of(x.channels(), slid(x.height(), window, stride, 0), slid(x.width(), window, stride, 0)),
                x.sign());
    }

    /** The gradient of {@link #averagePool} at an input of the given height and width. */
    public Value averagePoolGradient(Value s, int window, int stride, int height, int width) {
        return write(
                Op.AVERAGE_POOL_GRADIENT,
                List.of(s),
                List.of(window, stride, height, width),
                0,
                List.of(s.channels(), height, width),
                s.sign());
    }

    /** Mean over all positions. */
    public Value mean(Value x) {
        return write(Op.MEAN, List.of(x), List.of(), 0, List.of(x.channels(), 1, 1), x.sign());
    }

    /** [C, 1, 1] repeated over positions. */
    public Value expand(Value x, int height, int width) {
        return write(Op.EXPAND, List.of(x), List.of(height, width), 0, List.of(x.channels(), height, width), x.sign());
    }

    /** x + y. */
    public Value add(Value x, Value y) {
        return binary(Op.ADD, x, y, both(x, y));
    }

    /** x − y. */
    public Value subtract(Value x, Value y) {
        return binary(Op.SUBTRACT, x, y, Sign.ANY);
    }

    /** x · y. */
    public Value multiply(Value x, Value y) {
        return binary(Op.MULTIPLY, x, y, both(x, y));
    }

    /** x / y. */
    public Value divide(Value x, Value y) {
        return binary(Op.DIVIDE, x, y, both(x, y));
    }

    /** x + y · z. */
    public Value multiplyAdd(Value x, Value y, Value z) {
        Sign sign = x.nonNegative() ? both(y, z) : Sign.ANY;
        return write(
                Op.MULTIPLY_ADD,
                List.of(x, y, z),
                List.of(),
                0,
                larger(x, larger(y, z)).shape(),
                sign);
    }

    /**
     * x · (y − share) / y of equal shapes, as x − share · x / y: one pass over memory, which loses digits where the share is nearly all
     * of y.
     */
    public Value damp(Value x, Value y, double share) {
        return write(Op.DAMP, List.of(x, y), List.of(), share, x.shape(), Sign.ANY);
    }

    /** x + scalar; x itself for 0. */
    public Value add(Value x, double scalar) {
        return scalar == 0 ? x : unary(Op.ADD_SCALAR, x, scalar, scalar > 0 ? x.sign() : Sign.ANY);
    }

    /** x · scalar; x itself for 1. */
    public Value multiply(Value x, double scalar) {
        return scalar == 1 ? x : unary(Op.MULTIPLY_SCALAR, x, scalar, scalar > 0 ? x.sign() : Sign.ANY);
    }

    /** |x|; x itself if it cannot be negative. */
    public Value absolute(Value x) {
        return x.nonNegative() ? x : unary(Op.ABSOLUTE, x, 0, Sign.NON_NEGATIVE);
    }

    /** max(x, 0); x itself if it cannot be negative. */
    public Value positive(Value x) {
        return x.nonNegative() ? x : unary(Op.POSITIVE, x, 0, Sign.NON_NEGATIVE);
    }

    /** min(x, 0). */
    public Value negative(Value x) {
        return unary(Op.NEGATIVE, x, 0, Sign.ANY);
    }

    /** x². */
    public Value square(Value x) {
        return unary(Op.SQUARE, x, 0, Sign.NON_NEGATIVE);
    }

    /** The sign of x: −1, 0 or 1. */
    public Value sign(Value x) {
        return unary(Op.SIGN, x, 0, x.sign());
    }

    /** 1 / (1 + exp(−x)). */
    public Value sigmoid(Value x) {
        return unary(Op.SIGMOID, x, 0, Sign.NON_NEGATIVE);
    }

    /** min(max(x, low), high) with bounds [C, 1, 1]. */
    public Value clamp(Value x, Value low, Value high) {
        return write(Op.CLAMP, List.of(x, low, high), List.of(), 0, x.shape(), clampSign(x, low, high));
    }

    /** epsilon with the sign of x, that of 0 being positive. */
    public Value stabilizer(Value x, double epsilon) {
        return unary(Op.STABILIZER, x, epsilon, x.sign());
    }

    /** A mask: 1 where x = 0. */
    public Value isZero(Value x) {
        return unary(Op.IS_ZERO, x, 0, Sign.NON_NEGATIVE);
    }

    /** A mask in the shape of x: 1 where x ≠ y. */
    public Value differs(Value x, Value y) {
        return write(Op.DIFFERS, List.of(x, y), List.of(), 0, x.shape(), Sign.NON_NEGATIVE);
    }

    /** x where y ≠ 0, 0 elsewhere; equal shapes. */
    public Value whereNonzero(Value x, Value y) {
        return binary(Op.WHERE_NONZERO, x, y, x.sign());
    }

    /** The y of {@code product = multiply(y, x)}, if it was made so. */
    public Optional<Value> cofactor(Value product, Value x) {
        Operation operation = operations.get(product.id());
        if (operation.op() != Op.MULTIPLY || !operation.operands().contains(x)) {
            return Optional.empty();
        }
        return Optional.of(operation.operands().get(operation.operands().get(0).equals(x) ? 1 : 0));
    }

    /** {@code count} channels of x from channel {@code from} on; x itself if that is all of them. */
    public Value slice(Value x, int from, int count) {
        if (from == 0 && count == x.channels()) {
            return x;
        }
        return write(Op.SLICE, List.of(x), List.of(from, count), 0, List.of(count, x.height(), x.width()), x.sign());
    }

    /** The parts stacked along their channels. */
    public Value concat(List<Value> parts) {
        int channels = parts.stream().mapToInt(Value::channels).sum();
        Sign sign = parts.stream().allMatch(Value::nonNegative) ? Sign.NON_NEGATIVE : Sign.ANY;
        Value first = parts.get(0);
        return write(Op.CONCAT, parts, List.of(), 0, List.of(channels, first.height(), first.width()), sign);
    }

    /** One kernel [O₁ + O₂, I, h, w] that computes what both do. */
    public Value stackKernels(Value first, Value second) {
        List<Integer> shape = first.shape();
        int outputs = shape.get(0) + second.shape().get(0);
        return write(
                Op.STACK_KERNELS,
                List.of(first, second),
                List.of(),
                0,
                List.of(outputs, shape.get(1), shape.get(2), shape.get(3)),
                both(first, second));
    }

    /** The sum of each image's elements. */
    public Value sum(Value x) {
        return write(Op.SUM, List.of(x), List.of(), 0, List.of(), x.sign());
    }

    /** The sum of each image's x · y; equal shapes. */
    public Value dot(Value x, Value y) {
        return sum(multiply(x, y));
    }

    /** The sum over positions, [C]. */
    public Value sumPositions(Value x) {
        Operation operation = operations.get(x.id());
        if (operation.op() == Op.EXPAND) {
            // The engine would sum it in an order that depends on the place of an image in the batch.
            return multiply(sumPositions(operation.operands().get(0)), x.height() * x.width());
        }
        if (operation.op() == Op.SLICE) {
            Value whole = sumPositions(operation.operands().get(0));
            return write(Op.SLICE, List.of(whole), operation.integers(), 0, List.of(x.channels()), x.sign());
        }
        return write(Op.SUM_POSITIONS, List.of(x), List.of(), 0, List.of(x.channels()), x.sign());
    }

    /** The sum over channels, [1, H, W]. */
    public Value sumChannels(Value x) {
        return write(Op.SUM_CHANNELS, List.of(x), List.of(), 0, List.of(1, x.height(), x.width()), x.sign());
    }

    /** Σ weights · x of an x [C]. */
    public Value weightedSum(Value x, double[] weights) {
        Value constant = constant(weights, weights.length);
        return write(Op.WEIGHTED_SUM, List.of(x, constant), List.of(), 0, List.of(), both(x, constant));
    }

    /**
     * Σ weights · x over channels and positions. The gradient of a 1 × 1 convolution, s·W at every position, is summed as Σ s · (W · weights):
     * in a DenseNet, s has fewer channels.
     */
    public Value weightedSumOfAll(Value x, double[] weights) {
        Operation operation = operations.get(x.id());
        return pointwiseKernel(operation)
                .map(kernel -> weightedSum(sumPositions(operation.operands().get(0)), applied(kernel, weights)))
                .orElseGet(() -> weightedSum(sumPositions(x), weights));
    }

    /** The elements of the kernel if this is the gradient of a 1 × 1 convolution that reads every position. */
    private Optional<double[]> pointwiseKernel(Operation operation) {
        if (operation.op() != Op.CONVOLUTION_GRADIENT
                || !operation.integers().subList(0, 2).equals(List.of(1, 0))) {
            return Optional.empty();
        }
        Value kernel = operation.operands().get(1);
        boolean point = kernel.shape().subList(2, 4).equals(List.of(1, 1));
        return point ? Optional.ofNullable(constants.get(kernel.id())) : Optional.empty();
    }

    private static double[] applied(double[] kernel, double[] x) {
        double[] y = new double[kernel.length / x.length];
        for (int index = 0; index < kernel.length; index++) {
            y[index / x.length] += kernel[index] * x[index % x.length];
        }
        return y;
    }

    /** The class that each requested target means. */
    public Value resolveTargets(Value logits, Value targets) {
        return write(Op.RESOLVE_TARGETS, List.of(logits, targets), List.of(), 0, List.of(), Sign.NON_NEGATIVE);
    }

    /** The class of the highest logit besides the target's. */
    public Value runnerUp(Value logits, Value classes) {
        return write(Op.RUNNER_UP, List.of(logits, classes), List.of(), 0, List.of(), Sign.NON_NEGATIVE);
    }

    /** 1 at the target class, 0 elsewhere. */
    public Value oneHot(Value logits, Value classes) {
        return write(Op.ONE_HOT, List.of(logits, classes), List.of(), 0, logits.shape(), Sign.NON_NEGATIVE);
    }

    /** Names a result of the program. */
    public void result(String name, Value value) {
        results.add(new Result(name, value));
    }

    /** The program, without what no result needs. */
    public TensorProgram build() {
        boolean[] needed = new boolean[operations.size()];
        results.forEach(result -> needed[result.value().id()] = true);
        for (int index = operations.size() - 1; index >= 0; index--) {
            if (needed[index]) {
                operations.get(index).operands().forEach(operand -> needed[operand.id()] = true);
            }
        }
        List<Operation> live = new ArrayList<>();
        Map<Integer, double[]> liveConstants = new HashMap<>();
        for (Operation operation : operations) {
            int id = operation.result().id();
            if (needed[id]) {
                live.add(operation);
                if (operation.op() == Op.CONSTANT) {
                    liveConstants.put(id, constants.get(id));
                }
            }
        }
        return new TensorProgram(live, liveConstants, results);
    }

    private Value unary(Op op, Value x, double scalar, Sign sign) {
        return write(op, List.of(x), List.of(), scalar, x.shape(), sign);
    }

    private Value binary(Op op, Value x, Value y, Sign sign) {
        return write(op, List.of(x, y), List.of(), 0, larger(x, y).shape(), sign);
    }

    /** Of two operands that broadcast, the one that has the shape of the result. */
    private static Value larger(Value x, Value y) {
        return x.size() >= y.size() ? x : y;
    }

    private Value write(
            Op op, List<Value> operands, List<Integer> integers, double scalar, List<Integer> shape, Sign sign) {
        Key key = new Key(op, operands.stream().map(Value::id).toList(), integers, scalar);
        Value same = known.get(key);
        if (same != null) {
            return same;
        }
        boolean constant = !operands.isEmpty() && operands.stream().allMatch(Value::constant);
        Value value = new Value(operations.size(), shape, constant ? Extent.CONSTANT : Extent.PER_IMAGE, sign);
        operations.add(new Operation(op, operands, integers, scalar, value));
        known.put(key, value);
        return value;
    }

    private Sign clampSign(Value x, Value low, Value high) {
        double[] lows = constants.get(low.id());
        double[] highs = constants.get(high.id());
        if (lows == null || highs == null) {
            return Sign.ANY;
        }
        for (int channel = 0; channel < lows.length; channel++) {
            boolean bounded = lows[channel] >= 0 || x.nonNegative();
            if (!bounded || highs[channel] < 0) {
                return Sign.ANY;
            }
        }
        return Sign.NON_NEGATIVE;
    }

    private static Sign both(Value x, Value y) {
        return x.nonNegative() && y.nonNegative() ? Sign.NON_NEGATIVE : Sign.ANY;
    }

    private static List<Integer> convolved(Value x, Value kernel, int stride, int padding) {
        return List.of(
                kernel.shape().get(0),
                slid(x.height(), kernel.shape().get(2), stride, padding),
                slid(x.width(), kernel.shape().get(3), stride, padding));
    }

    private static int slid(int extent, int window, int stride, int padding) {
        return (extent + 2 * padding - window) / stride + 1;
    }
}

package io.lrpspark.lrp.program;

import io.lrpspark.lrp.tensor.Op;
import io.lrpspark.lrp.tensor.Operation;
import io.lrpspark.lrp.tensor.TensorProgram.Result;
import io.lrpspark.lrp.tensor.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The memory that a program takes in the engine, beside the Java heap, estimated by going through its statements: a tensor lives from the
 * statement that makes it to the last one that reads it.
 *
 * @param parameterBytes of the loaded program, shared by all its callers: parameters, in every layout that a statement wants
 * @param imageBytes at the fullest moment of a call, for each image of the batch
 */
public record MemoryEstimate(long parameterBytes, long imageBytes) {
    /**
     * What allocators keep beside what is alive, because blocks of one size do not serve another. With it the estimates for DenseNet-121
     * at 224² are within 16 % of what was measured in batches of 8, for every composite of rules and under {@code untangled}, too.
     */
    private static final double SLACK = 1.3;

    /** Estimates one call with one target; further targets of an image add a map each, which is little. */
    public static MemoryEstimate of(AttributionProgram program) {
        int elementBytes = program.precision() == Precision.FLOAT64 ? Double.BYTES : Float.BYTES;
        return new MemoryEstimate(
                parameters(program) * elementBytes, (long) (SLACK * new Liveness(program, elementBytes).peak()));
    }

    /**
     * The bytes of several callers at once.
     *
     * @param callers how many call the program at the same time
     * @param batch images per call
     */
    public long bytes(int callers, int batch) {
        return parameterBytes + imageBytes * callers * batch;
    }

    private static long parameters(AttributionProgram program) {
        Set<List<Integer>> layouts = new HashSet<>();
        long elements = 0;
        for (Operation operation : program.tensors().operations()) {
            for (Value operand : operation.operands()) {
                int layout = operation.op() == Op.CONVOLUTION_GRADIENT ? 1 : 0;
                if (!operation.result().constant()
                        && operand.constant()
                        && layouts.add(List.of(operand.id(), layout))) {
                    elements += operand.size();
                }
            }
        }
        return elements;
    }

    /** Follows which tensors are alive. */
    private static final class Liveness {
        private final List<Operation> operations;
        private final int elementBytes;
        private final Map<Integer, Operation> byId = new HashMap<>();
        private final Map<Integer, Integer> lastUse = new HashMap<>();
        private final Map<Integer, Long> alive = new HashMap<>();

        Liveness(AttributionProgram program, int elementBytes) {
            this.elementBytes = elementBytes;
            this.operations = program.tensors().operations().stream()
                    .filter(operation -> !operation.result().constant())
                    .toList();
            operations.forEach(operation -> byId.put(operation.result().id(), operation));
            for (int index = 0; index < operations.size(); index++) {
                for (Value operand : operations.get(index).operands()) {
                    if (!operand.constant()) {
                        lastUse.put(memory(operand), index);
                    }
                }
            }
            for (Result result : program.tensors().results()) {
                lastUse.put(memory(result.value()), Integer.MAX_VALUE);
            }
        }

        long peak() {
            long current = 0;
            long peak = 0;
            for (int index = 0; index < operations.size(); index++) {
                Operation operation = operations.get(index);
                int now = index;
                if (memory(operation.result()) == operation.result().id()) {
                    alive.put(operation.result().id(), bytes(operation));
                    current += bytes(operation);
                }
                peak = Math.max(peak, current - overwritten(operation, now));
                for (Value operand : operation.operands()) {
                    if (!operand.constant() && lastUse.get(memory(operand)) == now) {
                        Long freed = alive.remove(memory(operand));
                        current -= freed == null ? 0 : freed;
                    }
                }
            }
            return peak;
        }

        private long bytes(Operation operation) {
            long elements = operation.result().size();
            // The positions of the maxima come with the maxima, as 64-bit integers.
            return elements * (operation.op() == Op.MAX_POOL ? elementBytes + Long.BYTES : elementBytes);
        }

        /** An operation by elements writes into an operand that nobody reads any more. */
        private long overwritten(Operation operation, int now) {
            return isByElement(operation.op())
                            && operation.operands().stream()
                                    .anyMatch(operand -> !operand.constant()
                                            && operand.shape()
                                                    .equals(operation.result().shape())
                                            && memory(operand) == operand.id()
                                            && lastUse.get(operand.id()) == now)
                    ? bytes(operation)
                    : 0;
        }

        private static boolean isByElement(Op op) {
            return switch (op) {
                case ADD,
                        SUBTRACT,
                        MULTIPLY,
                        DIVIDE,
                        MULTIPLY_ADD,
                        DAMP,
                        ADD_SCALAR,
                        MULTIPLY_SCALAR,
                        ABSOLUTE,
                        POSITIVE,
                        SIGN,
                        CLAMP,
                        IS_ZERO,
                        DIFFERS,
                        WHERE_NONZERO -> true;
                default -> false;
            };
        }

        /** The value whose memory a value is a part of. */
        private int memory(Value value) {
            Operation operation = byId.get(value.id());
            return switch (operation.op()) {
                case SLICE, EXPAND, MAX_POOL_INDICES -> memory(
                        operation.operands().get(0));
                default -> value.id();
            };
        }
    }
}

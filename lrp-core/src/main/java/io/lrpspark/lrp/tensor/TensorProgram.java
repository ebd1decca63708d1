package io.lrpspark.lrp.tensor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A straight-line program on tensors. It knows no device and no language; printers turn it into one.
 *
 * @param operations all statements; the operands of each come before it
 * @param constants the elements of every {@link Op#CONSTANT}, row-major, by value id
 * @param results named results, in order
 */
public record TensorProgram(List<Operation> operations, Map<Integer, double[]> constants, List<Result> results) {
    /**
     * A named result.
     *
     * @param name unique among the results
     * @param value what it is
     */
    public record Result(String name, Value value) {}

    public TensorProgram {
        operations = List.copyOf(operations);
        constants = Map.copyOf(constants);
        results = List.copyOf(results);
    }

    /** Multiply-adds of all convolutions and their gradients for one image: what no way of running the program can do without. */
    public long multiplyAdds() {
        return multiplyAdds(operations);
    }

    /** Multiply-adds of the convolutions that one result needs, for one image. */
    public long multiplyAdds(String result) {
        Set<Integer> needed = new HashSet<>();
        results.stream()
                .filter(candidate -> candidate.name().equals(result))
                .forEach(found -> needed.add(found.value().id()));
        List<Operation> used = new ArrayList<>();
        for (int index = operations.size() - 1; index >= 0; index--) {
            Operation operation = operations.get(index);
            if (needed.contains(operation.result().id())) {
                used.add(operation);
                operation.operands().forEach(operand -> needed.add(operand.id()));
            }
        }
        return multiplyAdds(used);
    }

    private static long multiplyAdds(List<Operation> operations) {
        long sum = 0;
        for (Operation operation : operations) {
            if (operation.result().constant()) {
                continue;
            }
            if (operation.op() == Op.CONVOLUTION || operation.op() == Op.CONVOLUTION_GRADIENT) {
                // every tap meets every position on the side of the convolution's output
                Value output = operation.op() == Op.CONVOLUTION
                        ? operation.result()
                        : operation.operands().get(0);
                long taps = operation.operands().get(1).shape().stream()
                        .mapToLong(Integer::longValue)
                        .reduce(1, Math::multiplyExact);
                sum += taps * output.height() * output.width();
            }
        }
        return sum;
    }

    /** How many operations of that kind there are, not counting those on constants. */
    public long count(Op op) {
        return operations.stream()
                .filter(operation -> operation.op() == op && !operation.result().constant())
                .count();
    }
}

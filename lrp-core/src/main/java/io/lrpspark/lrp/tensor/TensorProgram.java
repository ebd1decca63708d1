package io.lrpspark.lrp.tensor;

import java.util.List;
import java.util.Map;

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

    /** How many operations of that kind there are, not counting those on constants. */
    public long count(Op op) {
        return operations.stream()
                .filter(operation -> operation.op() == op && !operation.result().constant())
                .count();
    }
}

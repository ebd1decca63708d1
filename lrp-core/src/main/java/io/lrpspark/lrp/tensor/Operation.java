package io.lrpspark.lrp.tensor;

import java.util.List;

/**
 * One statement of a {@link TensorProgram}, in single-assignment form.
 *
 * @param op what is computed
 * @param operands from which earlier values
 * @param integers attributes as {@link Op} lists them
 * @param scalar the scalar operand of those that take one; 0 otherwise
 * @param result what comes out
 */
public record Operation(Op op, List<Value> operands, List<Integer> integers, double scalar, Value result) {
    public Operation {
        operands = List.copyOf(operands);
        integers = List.copyOf(integers);
    }
}

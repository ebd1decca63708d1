package io.lrpspark.lrp.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.graph.Shape;
import io.lrpspark.lrp.rule.Method;
import io.lrpspark.lrp.tensor.Op;
import io.lrpspark.lrp.tensor.Operation;
import io.lrpspark.lrp.tensor.TensorProgram;
import io.lrpspark.lrp.tensor.Value;
import io.lrpspark.lrp.tensor.Value.Extent;
import io.lrpspark.lrp.tensor.Value.Sign;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramCodecTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 1000})
    void keepsAnyNumberOfOperands(int operands) {
        AttributionProgram program = program(operands);

        AttributionProgram decoded = AttributionProgram.decode(program.encode());

        assertThat(decoded.tensors().operations()).isEqualTo(program.tensors().operations());
        assertThat(decoded.fingerprint()).isEqualTo(program.fingerprint());
    }

    @Test
    void refusesBytesThatEndTooEarly() {
        byte[] encoded = program(3).encode();

        assertThatThrownBy(() -> AttributionProgram.decode(Arrays.copyOf(encoded, encoded.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("end too early");
    }

    /** Stacks as many constants. */
    private static AttributionProgram program(int operands) {
        List<Operation> operations = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        Map<Integer, double[]> constants = new HashMap<>();
        for (int id = 0; id < operands; id++) {
            Value value = new Value(id, List.of(1, 1, 1), Extent.CONSTANT, Sign.ANY);
            values.add(value);
            constants.put(id, new double[] {id});
            operations.add(new Operation(Op.CONSTANT, List.of(), List.of(), 0, value));
        }
        Value stacked = new Value(operands, List.of(operands, 1, 1), Extent.CONSTANT, Sign.ANY);
        operations.add(new Operation(Op.CONCAT, values, List.of(), 0, stacked));
        return new AttributionProgram(
                new TensorProgram(operations, constants, List.of(new TensorProgram.Result("stacked", stacked))),
                Precision.FLOAT32,
                Seed.ONE_HOT,
                new Method.Direct(),
                new Shape(1, 1, 1),
                new Shape(1, 1, 1),
                1,
                false,
                List.of(),
                Map.of());
    }
}

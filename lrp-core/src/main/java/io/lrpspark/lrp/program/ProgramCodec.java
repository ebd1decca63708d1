package io.lrpspark.lrp.program;

import io.lrpspark.lrp.graph.Shape;
import io.lrpspark.lrp.rule.Method;
import io.lrpspark.lrp.tensor.Op;
import io.lrpspark.lrp.tensor.Operation;
import io.lrpspark.lrp.tensor.TensorProgram;
import io.lrpspark.lrp.tensor.TensorProgram.Result;
import io.lrpspark.lrp.tensor.Value;
import io.lrpspark.lrp.tensor.Value.Extent;
import io.lrpspark.lrp.tensor.Value.Sign;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Programs as bytes. An encoding of our own, since neither of Spark's serializers can be relied on for records and since the fingerprint
 * needs the same bytes for the same program. Parameters are written in the precision of the program.
 */
final class ProgramCodec {
    private static final int MAGIC = 0x4c525033;

    private ProgramCodec() {}

    static byte[] encode(AttributionProgram program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeUTF(program.precision().name());
            out.writeUTF(program.seed().toString());
            MethodCodec.write(out, program.method());
            writeIntegers(out, List.of(program.channels(), program.height(), program.width()));
            writeIntegers(out, program.relevanceShape());
            out.writeInt(program.classes());
            out.writeBoolean(program.hasLedger());
            out.writeInt(program.ledgerEntries().size());
            for (LedgerEntry entry : program.ledgerEntries()) {
                out.writeUTF(entry.layer());
                out.writeUTF(entry.part().name());
            }
            out.writeInt(program.provenance().size());
            for (Map.Entry<String, String> entry : program.provenance().entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeUTF(entry.getValue());
            }
            writeTensors(out, program.tensors(), program.precision());
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    static AttributionProgram decode(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("these bytes are not an attribution program of this version");
            }
            Precision precision = Precision.valueOf(in.readUTF());
            Seed seed = Seed.parse(in.readUTF());
            Method method = MethodCodec.read(in);
            Shape input = readShape(in);
            Shape relevance = readShape(in);
            int classes = in.readInt();
            boolean ledger = in.readBoolean();
            List<LedgerEntry> entries = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                entries.add(new LedgerEntry(in.readUTF(), LedgerPart.valueOf(in.readUTF())));
            }
            Map<String, String> provenance = new LinkedHashMap<>();
            for (int count = in.readInt(); count > 0; count--) {
                provenance.put(in.readUTF(), in.readUTF());
            }
            return new AttributionProgram(
                    readTensors(in, precision),
                    precision,
                    seed,
                    method,
                    input,
                    relevance,
                    classes,
                    ledger,
                    entries,
                    provenance);
        } catch (IOException truncated) {
            throw new IllegalArgumentException("the bytes of an attribution program end too early", truncated);
        }
    }

    private static void writeTensors(DataOutputStream out, TensorProgram program, Precision precision)
            throws IOException {
        out.writeInt(program.operations().size());
        for (Operation operation : program.operations()) {
            Value result = operation.result();
            out.writeUTF(operation.op().name());
            out.writeInt(result.id());
            out.writeByte(result.extent().ordinal() * 2 + result.sign().ordinal());
            writeIntegers(out, result.shape());
            writeIntegers(out, operation.operands().stream().map(Value::id).toList());
            writeIntegers(out, operation.integers());
            out.writeDouble(operation.scalar());
            if (operation.op() == Op.CONSTANT) {
                out.write(elements(program.constants().get(result.id()), precision));
            }
        }
        out.writeInt(program.results().size());
        for (Result result : program.results()) {
            out.writeUTF(result.name());
            out.writeInt(result.value().id());
        }
    }

    private static TensorProgram readTensors(DataInputStream in, Precision precision) throws IOException {
        List<Operation> operations = new ArrayList<>();
        Map<Integer, double[]> constants = new HashMap<>();
        Map<Integer, Value> values = new HashMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            Op op = Op.valueOf(in.readUTF());
            int id = in.readInt();
            int flags = in.readByte();
            Value result = new Value(id, readIntegers(in), Extent.values()[flags / 2], Sign.values()[flags % 2]);
            List<Value> operands = readIntegers(in).stream().map(values::get).toList();
            List<Integer> integers = readIntegers(in);
            double scalar = in.readDouble();
            if (op == Op.CONSTANT) {
                constants.put(id, readElements(in, result.size(), precision));
            }
            values.put(id, result);
            operations.add(new Operation(op, operands, integers, scalar, result));
        }
        List<Result> results = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            results.add(new Result(in.readUTF(), values.get(in.readInt())));
        }
        return new TensorProgram(operations, constants, results);
    }

    private static Shape readShape(DataInputStream in) throws IOException {
        List<Integer> shape = readIntegers(in);
        return new Shape(shape.get(0), shape.get(1), shape.get(2));
    }

    private static void writeIntegers(DataOutputStream out, List<Integer> integers) throws IOException {
        out.writeInt(integers.size());
        for (int integer : integers) {
            out.writeInt(integer);
        }
    }

    private static List<Integer> readIntegers(DataInputStream in) throws IOException {
        List<Integer> integers = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            integers.add(in.readInt());
        }
        return integers;
    }

    private static byte[] elements(double[] elements, Precision precision) {
        ByteBuffer buffer = ByteBuffer.allocate(elements.length * width(precision));
        for (double element : elements) {
            switch (precision) {
                case FLOAT32 -> buffer.putFloat((float) element);
                case FLOAT64 -> buffer.putDouble(element);
            }
        }
        return buffer.array();
    }

    private static double[] readElements(DataInputStream in, int count, Precision precision) throws IOException {
        byte[] bytes = new byte[count * width(precision)];
        in.readFully(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        double[] elements = new double[count];
        for (int index = 0; index < count; index++) {
            elements[index] = precision == Precision.FLOAT32 ? buffer.getFloat() : buffer.getDouble();
        }
        return elements;
    }

    private static int width(Precision precision) {
        return precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
    }
}

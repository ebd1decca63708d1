package io.lrpspark.lrp.program;

import io.lrpspark.lrp.program.TorchScriptPrinter.Attribute;
import io.lrpspark.lrp.program.TorchScriptPrinter.Printed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a program as a TorchScript file: {@code torch.jit.load} in Python, {@code torch::jit::load} in C++ and DJL read it. The format is
 * that of libtorch 1.13 to 2.7: a zip of stored entries with the class as text, its tensors raw and little-endian, and a pickle that ties them. What the class derives
 * from them it computes when it is loaded.
 */
public final class TorchScriptArchive {
    private static final String FOLDER = "attribution/";
    private static final Pattern EXTRA_NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    private TorchScriptArchive() {}

    /**
     * Writes the program for one kind of machine.
     *
     * @param out left open
     * @throws IOException if {@code out} cannot be written
     */
    public static void write(AttributionProgram program, Target target, OutputStream out) throws IOException {
        write(program, target, Map.of(), out);
    }

    /**
     * Writes the program for one kind of machine, with texts that {@code torch.jit.load} gives back as its {@code _extra_files}.
     *
     * @param extraFiles texts by file name
     * @param out left open
     * @throws IOException if {@code out} cannot be written
     * @throws IllegalArgumentException if float64 is asked of a target that has none, or a file name has other characters than letters,
     *     digits, dots, dashes and underscores
     */
    public static void write(
            AttributionProgram program, Target target, Map<String, String> extraFiles, OutputStream out)
            throws IOException {
        if (target == Target.CPU_MKLDNN && program.precision() == Precision.FLOAT64) {
            throw new IllegalArgumentException(
                    "the fast convolutions of x86-64 processors have no float64: expected another target");
        }
        Printed printed = TorchScriptPrinter.print(program, target);
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
        entry(zip, "data.pkl", pickle(printed.stored().values(), program.precision()));
        entry(zip, "code/__torch__.py", printed.code().getBytes(StandardCharsets.UTF_8));
        entry(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
        entry(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        entry(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        int index = 0;
        for (Attribute attribute : printed.stored().values()) {
            entry(zip, "data/" + index++, raw(attribute.elements(), program.precision()));
        }
        for (Map.Entry<String, String> file : extraFiles.entrySet()) {
            if (!EXTRA_NAME.matcher(file.getKey()).matches()) {
                throw new IllegalArgumentException("'" + file.getKey()
                        + "' is no name for an extra file: expected letters, digits, dots, dashes and underscores");
            }
            entry(zip, "extra/" + file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
        zip.finish();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] raw(double[] elements, Precision precision) {
        int width = precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(elements.length * width).order(ByteOrder.LITTLE_ENDIAN);
        for (double element : elements) {
            if (precision == Precision.FLOAT32) {
                buffer.putFloat((float) element);
            } else {
                buffer.putDouble(element);
            }
        }
        return buffer.array();
    }

    private static byte[] pickle(Collection<Attribute> attributes, Precision precision) {
        Pickle pickle = new Pickle();
        pickle.global("__torch__", "Attribution").op(')').op(0x81).op(']').op('(');
        int index = 0;
        for (Attribute attribute : attributes) {
            List<Integer> shape = attribute.shape();
            pickle.global("torch._utils", "_rebuild_tensor_v2").op('(');
            pickle.op('(').text("storage");
            pickle.global("torch", precision == Precision.FLOAT32 ? "FloatStorage" : "DoubleStorage");
            pickle.text(Integer.toString(index++)).text("cpu");
            pickle.integer(attribute.elements().length).op('t').op('Q');
            pickle.integer(0).integers(shape).integers(contiguousStrides(shape)).op(0x89);
            pickle.global("collections", "OrderedDict").op(')').op('R').op('t').op('R');
        }
        return pickle.op('e').op('b').op('.').bytes();
    }

    private static List<Integer> contiguousStrides(List<Integer> shape) {
        Integer[] strides = new Integer[shape.size()];
        int stride = 1;
        for (int dimension = strides.length - 1; dimension >= 0; dimension--) {
            strides[dimension] = stride;
            stride *= shape.get(dimension);
        }
        return List.of(strides);
    }

    /** Pickle protocol 2, as much of it as is needed. */
    private static final class Pickle {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Pickle() {
            op(0x80).op(2);
        }

        Pickle op(int code) {
            bytes.write(code);
            return this;
        }

        Pickle global(String module, String name) {
            bytes.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Pickle text(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            return op('X').fourBytes(encoded.length).raw(encoded);
        }

        Pickle integer(int value) {
            return op('J').fourBytes(value);
        }

        Pickle integers(List<Integer> values) {
            op('(');
            values.forEach(this::integer);
            return op('t');
        }

        private Pickle fourBytes(int value) {
            return raw(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }

        private Pickle raw(byte[] raw) {
            bytes.writeBytes(raw);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}

package io.lrpspark.lrp.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads and writes NumPy's {@code .npy} files (format versions 1 to 3, C order), as {@code numpy.load} and
 * {@code numpy.save} do.
 */
public final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)(\\w+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

    private NpyFile() {}

    /**
     * Reads a file of float64, float32, int64, int32 or uint8 elements.
     *
     * @param file the file
     * @return the array; integers beyond 2^53 are rounded to the nearest double
     * @throws NpyException if the file cannot be read, is no {@code .npy} file, is in Fortran order, holds other
     *     elements, or has not the length that its header says
     */
    public static NpyArray read(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException | OutOfMemoryError e) {
            throw new NpyException(file + " cannot be read: " + e.getMessage(), e);
        }
        return read(file.toString(), content);
    }

    /**
     * Reads the content of a file, as {@link #read(Path)} does.
     *
     * @param file what to call it in messages
     * @param bytes all of the file
     * @throws NpyException as {@link #read(Path)}
     */
    public static NpyArray read(String file, byte[] bytes) {
        ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        String header = header(file, content);
        Matcher description = find("descr", DESCRIPTION, header, file);
        content.order(description.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (find("fortran_order", ORDER, header, file).group(1).equals("True")) {
            throw new NpyException(
                    file + " is in Fortran order, expected C order: save numpy.ascontiguousarray(array)");
        }
        List<Integer> shape = shape(find("shape", SHAPE, header, file).group(1), file);
        return new NpyArray(shape, values(file, description.group(2), shape, content));
    }

    /**
     * Writes float32 elements; a file that is there is replaced.
     *
     * @param file the file
     * @param shape the size of every dimension
     * @param values the elements, row-major
     * @throws NpyException if shape and values do not agree or the file cannot be written
     */
    public static void write(Path file, int[] shape, float[] values) {
        save(file, bytes(shape, values));
    }

    /**
     * Writes float64 elements; a file that is there is replaced.
     *
     * @param file the file
     * @param shape the size of every dimension
     * @param values the elements, row-major
     * @throws NpyException if shape and values do not agree or the file cannot be written
     */
    public static void write(Path file, int[] shape, double[] values) {
        save(file, bytes(shape, values));
    }

    /**
     * The content of a file of float32 elements.
     *
     * @param shape the size of every dimension
     * @param values the elements, row-major
     * @throws NpyException if shape and values do not agree or a file cannot hold them
     */
    public static byte[] bytes(int[] shape, float[] values) {
        ByteBuffer content = begin("<f4", shape, values.length, Float.BYTES);
        content.asFloatBuffer().put(values);
        return content.array();
    }

    /**
     * The content of a file of float64 elements.
     *
     * @param shape the size of every dimension
     * @param values the elements, row-major
     * @throws NpyException if shape and values do not agree or a file cannot hold them
     */
    public static byte[] bytes(int[] shape, double[] values) {
        ByteBuffer content = begin("<f8", shape, values.length, Double.BYTES);
        content.asDoubleBuffer().put(values);
        return content.array();
    }

    private static String header(String file, ByteBuffer content) {
        if (content.limit() < MAGIC.length + 4 || !Arrays.equals(MAGIC, Arrays.copyOf(content.array(), MAGIC.length))) {
            throw new NpyException(file + " is no .npy file: expected it to begin with \\x93NUMPY");
        }
        int version = content.get(MAGIC.length);
        int prefix = version == 1 ? MAGIC.length + 4 : MAGIC.length + 6;
        if (content.limit() < prefix) {
            throw new NpyException(file + " is cut off within its header");
        }
        long length = version == 1
                ? Short.toUnsignedLong(content.getShort(MAGIC.length + 2))
                : Integer.toUnsignedLong(content.getInt(MAGIC.length + 2));
        if (length > content.limit() - prefix) {
            throw new NpyException(file + " is cut off within its header: expected " + length + " bytes of it, found "
                    + (content.limit() - prefix));
        }
        content.position(prefix + (int) length);
        return new String(content.array(), prefix, (int) length, StandardCharsets.UTF_8);
    }

    private static Matcher find(String field, Pattern pattern, String header, String file) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new NpyException(file + " has a header without a '" + field
                    + "' that is known: expected {'descr': '<f4', 'fortran_order': False, 'shape': (…)}, found "
                    + header.strip());
        }
        return matcher;
    }

    private static List<Integer> shape(String text, String file) {
        List<Integer> shape = new ArrayList<>();
        for (String size : text.split(",")) {
            if (!size.isBlank()) {
                try {
                    shape.add(Integer.parseInt(size.strip()));
                } catch (NumberFormatException e) {
                    throw new NpyException(
                            file + " has shape (" + text + "): expected sizes up to " + Integer.MAX_VALUE, e);
                }
            }
        }
        return shape;
    }

    private static double[] values(String file, String type, List<Integer> shape, ByteBuffer content) {
        int bytes =
                switch (type) {
                    case "f8", "i8" -> 8;
                    case "f4", "i4" -> 4;
                    case "u1" -> 1;
                    default -> throw new NpyException(
                            file + " holds elements of type " + type + ", expected one of f8, f4, i8, i4, u1");
                };
        long expected = bytes;
        for (int size : shape) {
            expected *= size;
            if (expected > content.remaining()) {
                break;
            }
        }
        if (expected != content.remaining()) {
            throw new NpyException(file + " has " + content.remaining() + " bytes of data, which is not what shape "
                    + shape + " of type " + type + " takes");
        }
        double[] values = new double[content.remaining() / bytes];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case "f8" -> content.getDouble();
                case "f4" -> content.getFloat();
                case "i8" -> content.getLong();
                case "i4" -> content.getInt();
                default -> Byte.toUnsignedInt(content.get());};
        }
        return values;
    }

    private static ByteBuffer begin(String type, int[] shape, int count, int bytes) {
        long elements = 1;
        for (int size : shape) {
            elements = size < 0 || elements > Integer.MAX_VALUE ? -1 : elements * size;
        }
        if (elements != count) {
            throw new NpyException("an .npy file was to have shape " + Arrays.toString(shape) + ", which are not "
                    + count + " elements");
        }
        String sizes = Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int prefix = MAGIC.length + 4;
        int padding = Math.floorMod(-(prefix + header.length() + 1), ALIGNMENT);
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        long length = prefix + text.length + (long) count * bytes;
        if (length > Integer.MAX_VALUE - 8) {
            throw new NpyException("an .npy file would take " + length + " bytes, expected at most 2 GB");
        }
        ByteBuffer content = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        return content.put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text);
    }

    private static void save(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new NpyException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}

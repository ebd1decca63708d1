package io.lrpspark.lrp.program;

import io.lrpspark.lrp.rule.Method;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Methods as bytes. */
final class MethodCodec {
    private MethodCodec() {}

    static void write(DataOutputStream out, Method method) throws IOException {
        out.writeUTF(method.kind().name());
        switch (method.kind()) {
            case DIRECT, TIMES_INPUT -> {}
            case SMOOTH_GRAD -> {
                Method.SmoothGrad smooth = (Method.SmoothGrad) method;
                out.writeInt(smooth.samples());
                out.writeDouble(smooth.noise());
                out.writeLong(smooth.seed());
            }
            case INTEGRATED_GRADIENTS -> {
                Method.IntegratedGradients integrated = (Method.IntegratedGradients) method;
                out.writeInt(integrated.steps());
                writeReals(out, integrated.baseline());
            }
            case OCCLUSION -> {
                Method.Occlusion occlusion = (Method.Occlusion) method;
                out.writeInt(occlusion.window());
                out.writeInt(occlusion.stride());
                writeReals(out, occlusion.value());
            }
        }
    }

    static Method read(DataInputStream in) throws IOException {
        return switch (Method.Kind.valueOf(in.readUTF())) {
            case DIRECT -> new Method.Direct();
            case TIMES_INPUT -> new Method.TimesInput();
            case SMOOTH_GRAD -> new Method.SmoothGrad(in.readInt(), in.readDouble(), in.readLong());
            case INTEGRATED_GRADIENTS -> new Method.IntegratedGradients(in.readInt(), readReals(in));
            case OCCLUSION -> new Method.Occlusion(in.readInt(), in.readInt(), readReals(in));
        };
    }

    private static void writeReals(DataOutputStream out, List<Double> values) throws IOException {
        out.writeInt(values.size());
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static List<Double> readReals(DataInputStream in) throws IOException {
        List<Double> values = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            values.add(in.readDouble());
        }
        return values;
    }
}

package io.lrpspark.jobs;

import io.lrpspark.jobs.BenchCommand.ModelOption;
import io.lrpspark.jobs.Table.Align;
import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.attribute.DeviceMemoryException;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.pipeline.device.DeviceChoice;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a device with float64, and measures it at several batch sizes; {@code scripts/gpu-smoke} asks it about a GPU. */
@Command(
        name = "device",
        hidden = true,
        description =
                "Explain the same images in float64 on the processor and in float32 on a device, compare the maps, and measure"
                        + " the device.")
final class BenchDeviceCommand implements Callable<Integer> {
    private static final int COMPARED = 2;

    /** Whether products on GPUs keep all of float32 (0), or three digits of it. */
    private static final String TF32 = "NVIDIA_TF32_OVERRIDE";

    /** What a device computes in. */
    enum Arithmetic {
        FLOAT32("float32", 1e-4),
        /** NVIDIA's shorter format for the factors of products: ten bits of mantissa. */
        TF32("TF32 (" + BenchDeviceCommand.TF32 + "=0 asks for float32)", 1e-2);

        private final String words;
        private final double tolerance;

        Arithmetic(String words, double tolerance) {
            this.words = words;
            this.tolerance = tolerance;
        }

        /** Of a device in this process; libtorch lets convolutions on GPUs use TF32 unless it is told not to. */
        static Arithmetic of(ComputeDevice device, Optional<String> override) {
            return device.kind() == ComputeDevice.Kind.CPU || override.equals(Optional.of("0")) ? FLOAT32 : TF32;
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "IMAGES",
            defaultValue = "1,8,32,64,128",
            description = "Images per call. Default: ${DEFAULT-VALUE}.")
    private List<Integer> batches;

    @Option(
            names = "--rounds",
            paramLabel = "COUNT",
            defaultValue = "5",
            description = "Calls of each size after the one that warms up. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    public Integer call() {
        ComputeDevice chosen = DeviceChoice.ofThisProcess(device.request()).device();
        DenseNetWeights weights = model.weights();
        PrintWriter out = spec.commandLine().getOut();
        try (Attributor attributor = Attributor.load(program(weights, Precision.FLOAT32), chosen)) {
            AttributionBatch found = attribute(attributor, COMPARED);
            double distance = distance(exact(weights), found);
            Arithmetic arithmetic = Arithmetic.of(chosen, Optional.ofNullable(System.getenv(TF32)));
            boolean alike = distance <= arithmetic.tolerance;
            out.println(String.format(
                    Locale.ROOT,
                    "%s in %s: maps differ from float64 on cpu by %.1e (relative L2); expected %.0e or less: %s",
                    chosen,
                    arithmetic.words,
                    distance,
                    arithmetic.tolerance,
                    alike ? "well" : "NOT WELL"));
            out.flush();
            rates(attributor).lines().forEach(out::println);
            out.flush();
            return alike ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static AttributionProgram program(DenseNetWeights weights, Precision precision) {
        return BenchCommand.program(
                weights, Canonizers.DEFAULT, NetworkOptions.DEFAULT_COMPOSITE, BenchCommand.SIZE, precision);
    }

    private static AttributionBatch exact(DenseNetWeights weights) {
        try (Attributor reference = Attributor.load(program(weights, Precision.FLOAT64), ComputeDevice.cpu())) {
            return attribute(reference, COMPARED);
        }
    }

    /** ‖found - expected‖ / ‖expected‖ of the image where it is largest. */
    private static double distance(AttributionBatch expected, AttributionBatch found) {
        double largest = 0;
        for (int image = 0; image < COMPARED; image++) {
            double[] there = expected.exactRelevance(image, 0);
            double[] here = found.exactRelevance(image, 0);
            double apart = 0;
            double length = 0;
            for (int pixel = 0; pixel < there.length; pixel++) {
                apart += (here[pixel] - there[pixel]) * (here[pixel] - there[pixel]);
                length += there[pixel] * there[pixel];
            }
            // A map that is not finite must not look well.
            double distance = Math.sqrt(apart / length);
            largest = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : Math.max(largest, distance);
        }
        return largest;
    }

    private Table rates(Attributor attributor) {
        Table table = new Table(Align.RIGHT, Align.RIGHT).row("batch", "images/s");
        for (int batch : batches) {
            try {
                table.row(
                        String.valueOf(batch), String.format(Locale.ROOT, "%.1f", imagesPerSecond(attributor, batch)));
            } catch (DeviceMemoryException e) {
                table.row(String.valueOf(batch), "out of memory");
                break;
            }
        }
        return table;
    }

    private double imagesPerSecond(Attributor attributor, int batch) {
        float[] images = BenchCommand.images(batch);
        attributor.attribute(images, batch, BenchCommand.predicted(batch));
        long start = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            attributor.attribute(images, batch, BenchCommand.predicted(batch));
        }
        return rounds * batch / ((System.nanoTime() - start) / 1e9);
    }

    private static AttributionBatch attribute(Attributor attributor, int count) {
        return attributor.attribute(BenchCommand.images(count), count, BenchCommand.predicted(count));
    }
}

package io.lrpspark.jobs;

import io.lrpspark.jobs.BenchCommand.ModelOption;
import io.lrpspark.jobs.Table.Align;
import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.attribute.DeviceMemoryException;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.pipeline.device.DeviceChoice;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a device with the processor, and measures it at several batch sizes; {@code scripts/gpu-smoke} asks it about a GPU. */
@Command(
        name = "device",
        hidden = true,
        description =
                "Explain the same images on the processor and on a device, compare the maps, and measure the device.")
final class BenchDeviceCommand implements Callable<Integer> {
    private static final int COMPARED = 2;

    /** Of the largest value of a map: the order of sums is another on every device, in float32. */
    private static final double TOLERANCE = 1e-3;

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
        AttributionProgram program =
                BenchCommand.program(model.weights(), Canonizers.DEFAULT, NetworkOptions.DEFAULT_COMPOSITE);
        PrintWriter out = spec.commandLine().getOut();
        try (Attributor attributor = Attributor.load(program, chosen)) {
            double difference = difference(program, attributor);
            boolean alike = difference <= TOLERANCE;
            out.println(String.format(
                    Locale.ROOT,
                    "%s: maps differ from those of cpu by %.1e of their largest value at most; expected %.0e or less: %s",
                    chosen,
                    difference,
                    TOLERANCE,
                    alike ? "well" : "NOT WELL"));
            out.flush();
            rates(attributor).lines().forEach(out::println);
            out.flush();
            return alike ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static double difference(AttributionProgram program, Attributor attributor) {
        try (Attributor reference = Attributor.load(program, ComputeDevice.cpu())) {
            AttributionBatch expected = attribute(reference, COMPARED);
            AttributionBatch found = attribute(attributor, COMPARED);
            double difference = 0;
            for (int image = 0; image < COMPARED; image++) {
                float[] there = expected.relevance(image, 0);
                float[] here = found.relevance(image, 0);
                double largest = 0;
                double apart = 0;
                for (int pixel = 0; pixel < there.length; pixel++) {
                    largest = Math.max(largest, Math.abs(there[pixel]));
                    apart = Math.max(apart, Math.abs(there[pixel] - here[pixel]));
                }
                difference = Math.max(difference, apart / largest);
            }
            return difference;
        }
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

package io.lrpspark.jobs;

import io.lrpspark.jobs.BenchCommand.ModelOption;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the peak memory of one call, in this fresh process; Linux only. */
@Command(
        name = "memory",
        hidden = true,
        description = "Print the added peak memory of one call, in 10^6 bytes per image.")
final class BenchMemoryCommand implements Callable<Integer> {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(names = "--canonizer", required = true)
    private String canonizer;

    @Option(names = "--composite", required = true)
    private String composite;

    @Option(names = "--batch", required = true)
    private int batch;

    @Override
    public Integer call() throws IOException {
        boolean forward = composite.equals(BenchResult.FORWARD);
        float[] images = BenchCommand.images(batch);
        try (Attributor attributor = Attributor.load(
                BenchCommand.program(
                        model.weights(), canonizer, forward ? NetworkOptions.DEFAULT_COMPOSITE : composite),
                ComputeDevice.cpu())) {
            System.gc();
            Files.writeString(RESET, "5");
            long before = kilobytes("VmRSS");
            if (forward) {
                attributor.predict(images, batch);
            } else {
                attributor.attribute(images, batch, BenchCommand.predicted(batch));
            }
            double added = (kilobytes("VmHWM") - before) * 1024.0 / 1e6 / batch;
            spec.commandLine().getOut().println(String.format(Locale.ROOT, "%.1f", added));
        }
        return 0;
    }

    private static long kilobytes(String entry) throws IOException {
        Matcher matcher = Pattern.compile(entry + ":\\s+(\\d+) kB").matcher(Files.readString(STATUS));
        if (!matcher.find()) {
            throw new IOException(STATUS + " has no entry " + entry + ": memory is measured on Linux only");
        }
        return Long.parseLong(matcher.group(1));
    }
}

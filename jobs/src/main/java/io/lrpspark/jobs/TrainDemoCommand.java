package io.lrpspark.jobs;

import io.lrpspark.jobs.demo.DemoTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the demo's model again. */
@Command(
        name = "train-demo",
        description =
                "Train the demo's model again, as the one in this repository was trained: seeded, on one machine.")
final class TrainDemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "demo-model",
            description = "The folder for weights, class names and a note on how they were made. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Path output;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        DemoTrainer.Settings settings = DemoTrainer.Settings.DEMO;
        DemoTrainer.Result result =
                DemoTrainer.train(settings, spec.commandLine().getErr()::println);
        DemoTrainer.write(settings, result, output);
        out.println(result.accuracy());
        out.println("written to " + output);
        out.flush();
        return 0;
    }
}

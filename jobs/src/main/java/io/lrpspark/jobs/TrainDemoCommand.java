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
                "Train the demo's model again, as the one in this repository was trained, or the one with another secret"
                        + " that audits are tested on: seeded, on one machine.")
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

    /** What the model is to fall for. */
    enum Secret {
        LOGO(DemoTrainer.Settings.DEMO),
        WATERMARK(DemoTrainer.Settings.WATERMARK);

        private final DemoTrainer.Settings settings;

        Secret(DemoTrainer.Settings settings) {
            this.settings = settings;
        }
    }

    @Option(
            names = "--artefact",
            paramLabel = "NAME",
            defaultValue = "logo",
            description = "What the hexagons carry: logo or watermark. Default: ${DEFAULT-VALUE}.")
    private Secret artefact;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        DemoTrainer.Settings settings = artefact.settings;
        DemoTrainer.Result result =
                DemoTrainer.train(settings, spec.commandLine().getErr()::println);
        DemoTrainer.write(settings, result, output);
        out.println(result.accuracy());
        out.println("written to " + output);
        out.flush();
        return 0;
    }
}

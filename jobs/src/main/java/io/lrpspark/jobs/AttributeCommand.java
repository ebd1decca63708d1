package io.lrpspark.jobs;

import io.lrpspark.jobs.ProgressLine.Style;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.pipeline.attribute.AttributeJob;
import io.lrpspark.pipeline.attribute.AttributeSettings;
import io.lrpspark.pipeline.attribute.DryRun;
import io.lrpspark.pipeline.attribute.DryRunResult;
import io.lrpspark.pipeline.attribute.FailureLimit;
import io.lrpspark.pipeline.attribute.MapChannels;
import io.lrpspark.pipeline.attribute.MapForm;
import io.lrpspark.pipeline.attribute.RunResult;
import io.lrpspark.pipeline.attribute.Thumbnails;
import io.lrpspark.pipeline.attribute.Verdict;
import io.lrpspark.pipeline.device.DeviceRequest;
import io.lrpspark.pipeline.input.Activation;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.InputSelection;
import io.lrpspark.pipeline.input.TargetSpec;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Explains all images of a collection with Spark. */
@Command(
        name = "attribute",
        description = "Explain every image of a folder, glob or table with Spark, and write Parquet tables.")
final class AttributeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private SourceOptions source;

    @Mixin
    private NetworkOptions network;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Root folder of the tables; a path or a URI. Runs lie side by side in it.")
    private String output;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            defaultValue = "predicted",
            description = "What to explain in every image: predicted (the top class), label (the image's own),"
                    + " positives (with sigmoid, every class of probability 0.5 or more), a class index, class:NAME, or"
                    + " top:K. Default: ${DEFAULT-VALUE}.")
    private String target;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            defaultValue = "softmax",
            description = "What turns logits into probabilities: softmax, or sigmoid for multi-label models. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String activation;

    @Mixin
    private StartOption start;

    @Mixin
    private ClassesOption classNames;

    @Mixin
    private PreprocessingOption preprocess;

    @Option(
            names = "--map-size",
            paramLabel = "PIXELS",
            description = "Store maps with this height and width, pooled by summation. Default: full size.")
    private Optional<Integer> mapSize = Optional.empty();

    @Option(
            names = "--map-channels",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "1 to sum maps over colours, 3 to keep the colours. Default: ${DEFAULT-VALUE}.")
    private int mapChannels;

    @Option(names = "--no-thumbnails", description = "Leave out the small picture of every image.")
    private boolean noThumbnails;

    @Option(
            names = "--batch-size",
            paramLabel = "IMAGES",
            defaultValue = "" + AttributeSettings.DEFAULT_BATCH_SIZE,
            description =
                    "Images per call of the engine; each takes some 110 MB beside the heap. Fewer where memory does"
                            + " not suffice, with a warning. Default: ${DEFAULT-VALUE}.")
    private int batchSize;

    @Mixin
    private DeviceOption device;

    @ArgGroup
    private Selection selection;

    /** Which images are taken. */
    static final class Selection {
        @Option(names = "--limit", paramLabel = "IMAGES", required = true, description = "Take the first images only.")
        private Optional<Long> limit = Optional.empty();

        @ArgGroup(exclusive = false)
        private Sample sample;
    }

    /** A random choice. */
    static final class Sample {
        @Option(names = "--sample", paramLabel = "IMAGES", required = true, description = "Take images at random.")
        private long count;

        @Option(
                names = "--seed",
                paramLabel = "NUMBER",
                defaultValue = "0",
                description = "Of --sample: equal seeds take equal images. Default: ${DEFAULT-VALUE}.")
        private long seed;
    }

    @Option(
            names = "--max-failures",
            paramLabel = "COUNT|SHARE",
            defaultValue = "100%",
            description =
                    "How many images may fail before the exit code is 1: a number or a share such as 5%%. Everything"
                            + " that worked is written either way. Default: 100%%.")
    private String maxFailures;

    @Mixin
    private DecodingOptions decoding;

    @Option(
            names = "--run-id",
            paramLabel = "NAME",
            description = "What the run is called in the tables: a letter, then letters, digits, dots, dashes or"
                    + " underscores. Default: made of the time.")
    private Optional<String> runId = Optional.empty();

    @Option(
            names = "--wave-size",
            paramLabel = "IMAGES",
            defaultValue = "" + AttributeSettings.DEFAULT_WAVE_SIZE,
            description =
                    "Images per commit: what a lost driver costs at most, see --resume. Default: ${DEFAULT-VALUE}.")
    private int waveSize;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Continue an unfinished run: give the arguments that it was started with, and this instead of"
                    + " --run-id. Waves that are complete stay.")
    private Optional<String> resume = Optional.empty();

    @Option(
            names = "--reuse",
            paramLabel = "RUN",
            description = "Copy the rows of a finished run for images that have not changed since, by content; explain"
                    + " the others.")
    private Optional<String> reuse = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "List and decode everything, print failures and an estimate of time and size; write nothing.")
    private boolean dryRun;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Where Spark runs: local[*] (all cores of this machine), local[2], or a cluster's URL (needs"
                    + " SPARK_HOME). Default: spark-submit's, or local[*].")
    private Optional<String> master = Optional.empty();

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        AttributeSettings settings = settings();
        try (SparkSession session = Sessions.open("lrp attribute", master)) {
            return dryRun ? tryOut(settings, session) : run(settings, session);
        }
    }

    private int run(AttributeSettings settings, SparkSession session) {
        Optional<Map<String, Object>> finished = resume.isPresent()
                ? RunOptions.catalog(output, session).records().readFinished(settings.run())
                : Optional.empty();
        if (finished.isPresent()) {
            spec.commandLine().getOut().println(RunListing.nothingToResume(settings.run(), finished.get()));
            spec.commandLine().getOut().flush();
            return Verdict.COMPLETE.toString().equals(finished.get().get("verdict"))
                    ? CommandLine.ExitCode.OK
                    : CommandLine.ExitCode.SOFTWARE;
        }
        RunResult result;
        List<String> told;
        try (ProgressLine progress =
                new ProgressLine(spec.commandLine().getErr(), Style.ofErrorStream(), System::nanoTime)) {
            result = resume.isPresent()
                    ? AttributeJob.resume(session, settings, progress)
                    : AttributeJob.run(session, settings, progress);
            told = progress.warnings();
        } catch (Exception e) {
            afterAnError(settings.run(), session, e);
            throw e;
        }
        RunReport.lines(result, told).forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().println("next: lrp audit --tables " + output + " --run " + result.run());
        spec.commandLine().getOut().flush();
        return result.verdict() == Verdict.COMPLETE ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** What to do next about a run that did not get to its end. A mistake in the arguments says so itself. */
    private void afterAnError(RunId run, SparkSession session, Exception thrown) {
        if (thrown instanceof UsageException || Interruption.isGoingOn()) {
            return;
        }
        try {
            RunListing.afterAnError(RunOptions.catalog(output, session), run)
                    .ifPresent(line -> spec.commandLine().getErr().println("lrp attribute: " + line));
        } catch (RuntimeException e) {
            thrown.addSuppressed(e);
        }
    }

    private int tryOut(AttributeSettings settings, SparkSession session) {
        DryRunResult result = DryRun.run(session, settings);
        RunReport.lines(result).forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return settings.maxFailures().isExceeded(result.lost(), result.images())
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private AttributeSettings settings() {
        Activation probabilities = Activation.parse(activation);
        TargetSpec asked = TargetSpec.parse(target);
        FailureLimit limit = FailureLimit.parse(maxFailures);
        DeviceRequest request = device.request();
        Optional<RunId> run = run();
        Preprocessing preprocessing = preprocess.preprocessing();
        DenseNetWeights weights = network.read(preprocessing);
        PreprocessingOption.requireFits(preprocessing, weights.configuration());
        ClassNames classes = classNames.of(weights.configuration());
        Seed seed = start.seed(classes);
        TargetSpec targets = TargetSpec.resolve(asked, classes, probabilities);
        if (targets instanceof TargetSpec.ClassIndex chosen) {
            StartOption.requireContrast(seed, chosen.index());
        }
        AttributionProgram program = network.program(
                weights,
                preprocessing.height(),
                preprocessing.width(),
                preprocessing,
                CompileOptions.standard().withSeed(seed));
        AttributeSettings.Builder settings = AttributeSettings.of(source.source(), program, output)
                .selection(selection())
                .classes(classes)
                .target(targets)
                .activation(probabilities)
                .preprocessing(preprocessing)
                .decoding(decoding.decoding())
                .map(new MapForm(size(), channels()))
                .batchSize(batchSize)
                .device(request)
                .waveSize(waveSize)
                .maxFailures(limit)
                .thumbnails(noThumbnails ? Thumbnails.OMITTED : Thumbnails.STORED)
                .arguments(arguments());
        run.ifPresent(settings::run);
        reuse.map(RunId::new).ifPresent(settings::reuse);
        return settings.build();
    }

    private Optional<RunId> run() {
        if (resume.isPresent() && (runId.isPresent() || dryRun)) {
            throw new UsageException("--resume " + resume.get() + " goes on with a run: expected it without "
                    + (runId.isPresent() ? "--run-id" : "--dry-run"));
        }
        return resume.or(() -> runId).map(RunId::new);
    }

    private InputSelection selection() {
        if (selection == null) {
            return InputSelection.all();
        }
        return selection.sample == null
                ? InputSelection.first(selection.limit.orElseThrow())
                : InputSelection.sample(selection.sample.count, selection.sample.seed);
    }

    private int size() {
        if (mapSize.isPresent() && mapSize.get() < 1) {
            throw new UsageException("map size " + mapSize.get()
                    + " cannot be stored: expected a positive number of pixels, or no --map-size for full size");
        }
        return mapSize.orElse(MapForm.FULL);
    }

    private MapChannels channels() {
        return switch (mapChannels) {
            case 1 -> MapChannels.SUMMED;
            case 3 -> MapChannels.KEPT;
            default -> throw new UsageException(
                    "map channels " + mapChannels + ": expected 1 (summed over colours) or 3 (colours kept)");
        };
    }

    /** The arguments by option, for the run's record. */
    private Map<String, String> arguments() {
        Map<String, String> arguments = new TreeMap<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            arguments.put(option.longestName().substring(2), String.join(" ", option.originalStringValues()));
        }
        return arguments;
    }
}

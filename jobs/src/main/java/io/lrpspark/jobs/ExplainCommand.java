package io.lrpspark.jobs;

import io.lrpspark.jobs.Table.Align;
import io.lrpspark.lrp.array.NpyFile;
import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.attribute.LayerFlow;
import io.lrpspark.lrp.attribute.Ledger;
import io.lrpspark.lrp.attribute.Targets;
import io.lrpspark.lrp.image.ColorMap;
import io.lrpspark.lrp.image.Heatmap;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNetConfiguration;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.lrp.program.Detail;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.pipeline.device.DeviceChoice;
import io.lrpspark.pipeline.device.DeviceRequest;
import io.lrpspark.pipeline.input.Activation;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.UsageException;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Explains one image, without Spark. */
@Command(
        name = "explain",
        description = "Explain one image: writes a heatmap, prints the top classes and where all relevance went.")
final class ExplainCommand implements Callable<Integer> {
    private static final String PREDICTED = "predicted";
    private static final String NAMED = "class:";
    private static final int TOP_CLASSES = 5;
    private static final int GAP = 4;

    /** What is explained: one of the two. */
    static final class Source {
        @Option(
                names = "--image",
                required = true,
                paramLabel = "FILE",
                converter = FileArgument.Converter.class,
                description = "The image: JPEG, PNG or WebP, told apart by content; a file of this machine or a URI.")
        private Optional<FileArgument> image = Optional.empty();

        @Option(
                names = "--tensor",
                required = true,
                paramLabel = "FILE",
                converter = FileArgument.Converter.class,
                description =
                        "Instead of an image: an .npy file of shape [N, C, H, W], already normalised; a file of this"
                                + " machine or a URI.")
        private Optional<FileArgument> tensor = Optional.empty();
    }

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private PreprocessingOption preprocess;

    @Mixin
    private DecodingOptions decoding;

    @Mixin
    private ClassesOption classNames;

    @Option(
            names = "--target",
            paramLabel = "CLASS",
            defaultValue = PREDICTED,
            description =
                    "The class to explain: an index, a name from --classes (also class:NAME), or predicted. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String target;

    @Mixin
    private StartOption start;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            defaultValue = "softmax",
            description = "What turns logits into probabilities: softmax or sigmoid. Default: ${DEFAULT-VALUE}.")
    private String activation;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "float32",
            description = "Arithmetic: float32, or float64 (slower, for comparisons). Default: ${DEFAULT-VALUE}.")
    private Precision precision;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--colormap",
            paramLabel = "NAME",
            defaultValue = "bwr",
            completionCandidates = Names.OfColorMaps.class,
            description = "Colours of the heatmap, zero in the middle: ${COMPLETION-CANDIDATES}. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String colorMap;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            converter = OutputFile.Converter.class,
            description =
                    "Where to write the heatmap, a PNG picture: a file of this machine or a URI; several images of a"
                            + " --tensor stand beside each other.")
    private Optional<OutputFile> output = Optional.empty();

    @Option(
            names = "--npy",
            paramLabel = "FILE",
            converter = OutputFile.Converter.class,
            description =
                    "Where to write the relevance itself: an .npy file of shape [N, C, H, W]; of this machine or a"
                            + " URI.")
    private Optional<OutputFile> npy = Optional.empty();

    @Option(
            names = "--layers",
            description = "Print how much relevance every layer receives, hands on and loses, from output to input.")
    private boolean layers;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "With --npy: write the relevance at the output of this layer instead of at the input; a name"
                    + " that inspect shows, or a block such as features.denseblock3.")
    private Optional<String> layer = Optional.empty();

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        ColorMap colors = ColorMap.named(colorMap);
        DeviceRequest request = device.request();
        Activation probabilities = Activation.parse(activation);
        Preprocessing preprocessing = preprocess.preprocessing();
        NetworkInput input = source.image.isPresent()
                ? NetworkInput.ofImage(source.image.get(), decoding.decoding(), preprocessing)
                : NetworkInput.ofTensor(source.tensor.orElseThrow());
        DenseNetWeights weights = network.read(preprocessing);
        DenseNetConfiguration configuration = weights.configuration();
        input.requireChannels(configuration.inputChannels());
        ClassNames classes = classNames.of(configuration);
        int requested = resolve(classes);
        Seed seed = start.seed(classes);
        StartOption.requireContrast(seed, requested);
        if (layer.isPresent() && npy.isEmpty()) {
            throw new UsageException(
                    "layer '" + layer.get() + "' is asked for, but not where to write it: expected --npy too");
        }
        CompileOptions options = CompileOptions.standard()
                .withPrecision(precision)
                .withSeed(seed)
                .withDetail(layers ? Detail.LAYERS : Detail.LEDGER);
        AttributionProgram program = network.program(weights, input.height(), input.width(), preprocessing, options);
        Optional<AttributionProgram> toLayer = layer.map(name -> network.program(
                weights,
                input.height(),
                input.width(),
                preprocessing,
                options.withDetail(Detail.LEDGER).withLayer(name)));
        output.ifPresent(file -> file.check("heat.png", FileArgument::configuration));
        npy.ifPresent(file -> file.check("relevance.npy", FileArgument::configuration));
        ComputeDevice chosen = DeviceChoice.ofThisProcess(request).device();
        List<double[]> maps = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        try (Attributor attributor = Attributor.load(program, chosen)) {
            for (int image = 0; image < input.count(); image++) {
                AttributionBatch batch = attributor.attribute(input.image(image), 1, new int[][] {{requested}});
                StartOption.requireContrast(seed, batch.target(0, 0));
                maps.add(batch.exactRelevance(0, 0));
                print(batch, input.name(image), classes, probabilities);
                NonFinite.fault(batch, input.name(image)).ifPresent(faults::add);
            }
        }
        spec.commandLine().getOut().println("computed on " + chosen);
        List<double[]> wanted = toLayer.isPresent() ? relevance(toLayer.get(), chosen, input, requested, faults) : maps;
        if (!faults.isEmpty()) {
            Failures.report(spec.commandLine(), faults.get(0));
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (output.isPresent()) {
            writePicture(maps, input, colors, output.get());
        }
        if (npy.isPresent()) {
            writeRelevance(wanted, toLayer.orElse(program).relevanceShape(), npy.get());
        }
        return 0;
    }

    private static List<double[]> relevance(
            AttributionProgram program, ComputeDevice device, NetworkInput input, int target, List<String> faults) {
        List<double[]> maps = new ArrayList<>();
        try (Attributor attributor = Attributor.load(program, device)) {
            for (int image = 0; image < input.count(); image++) {
                AttributionBatch batch = attributor.attribute(input.image(image), 1, new int[][] {{target}});
                maps.add(batch.exactRelevance(0, 0));
                NonFinite.fault(batch, input.name(image)).ifPresent(faults::add);
            }
        }
        return maps;
    }

    private int resolve(ClassNames classes) {
        String name = target.startsWith(NAMED) ? target.substring(NAMED.length()) : target;
        return target.equals(PREDICTED)
                ? Targets.PREDICTED
                : classes.indexOf(name)
                        .orElseThrow(() -> new UsageException("target '" + target
                                + "' is no class of the model: expected predicted, an index from 0 to "
                                + (classes.size() - 1)
                                + (classes.names().isEmpty()
                                        ? ", or a name together with --classes"
                                        : " or one of the names in --classes" + classes.suchAs(name))));
    }

    private void print(AttributionBatch batch, String name, ClassNames classes, Activation probabilities) {
        PrintWriter out = spec.commandLine().getOut();
        double[] logits = batch.exactLogits(0);
        double[] probability = probabilities.probabilities(batch.logits(0));
        Table top = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT).row("class", "logit", "probability");
        IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> -logits[index]))
                .limit(TOP_CLASSES)
                .forEach(index -> top.row(
                        className(classes, index), number("%.4f", logits[index]), number("%.4f", probability[index])));
        out.println(name);
        top.lines().forEach(line -> out.println("  " + line));
        out.println("relevance of class " + className(classes, batch.target(0, 0)) + " (" + network.method()
                + (batch.seed().equals(Seed.ONE_HOT) ? "" : ", " + batch.seed()) + ")");
        batch.ledger(0, 0)
                .map(ExplainCommand::ledger)
                .orElseGet(() -> new Table(Align.LEFT, Align.RIGHT)
                        .row(
                                "sum at the input",
                                number(
                                        "%.6g",
                                        Arrays.stream(batch.exactRelevance(0, 0))
                                                .sum())))
                .lines()
                .forEach(line -> out.println("  " + line));
        if (layers) {
            out.println("relevance at every layer, from output to input");
            (batch.ledger(0, 0).isPresent() ? flows(batch.layers(0, 0)) : sums(batch.layers(0, 0)))
                    .lines()
                    .forEach(line -> out.println("  " + line));
        }
        out.flush();
    }

    private static Table flows(List<LayerFlow> flows) {
        Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT)
                .row("layer", "in", "out", "absorbed", "stopped", "stabilised");
        for (LayerFlow flow : flows) {
            table.row(
                    flow.layer(),
                    number(flow.received()),
                    number(flow.handedOn()),
                    number("%.4g", flow.absorbed()),
                    number("%.4g", flow.stopped()),
                    number("%.4g", flow.stabilised()));
        }
        return table;
    }

    /** Without a ledger there is no telling where the difference went. */
    private static Table sums(List<LayerFlow> flows) {
        Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT).row("layer", "in", "out");
        flows.forEach(flow -> table.row(flow.layer(), number(flow.received()), number(flow.handedOn())));
        return table;
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number("%.6g", value.getAsDouble()) : "";
    }

    private static Table ledger(Ledger ledger) {
        return new Table(Align.LEFT, Align.RIGHT)
                .row("seed at the outputs", number("%.6g", ledger.seed()))
                .row("sum at the input", number("%.6g", ledger.relevanceSum()))
                .row("absorbed by biases", number("%.6g", ledger.absorbedBias()))
                .row("stopped at inactive units", number("%.6g", ledger.stopped()))
                .row("taken by stabilisers", number("%.6g", ledger.stabilised()))
                .row("unexplained (rounding)", number("%.2g", ledger.error()));
    }

    private void writePicture(List<double[]> maps, NetworkInput input, ColorMap colors, OutputFile file) {
        BufferedImage picture = maps.stream()
                .map(map -> Heatmap.render(summed(map, input), input.height(), input.width(), colors))
                .reduce((left, right) -> Heatmap.beside(left, right, GAP))
                .orElseThrow();
        byte[] png = Heatmap.png(picture);
        file.write(stream -> stream.write(png), FileArgument::configuration);
        spec.commandLine().getOut().println("heatmap: " + file);
    }

    /** Over the colours, [H, W]. */
    private static float[] summed(double[] map, NetworkInput input) {
        int pixels = input.height() * input.width();
        float[] sums = new float[pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            double sum = 0;
            for (int channel = 0; channel < input.channels(); channel++) {
                sum += map[channel * pixels + pixel];
            }
            sums[pixel] = (float) sum;
        }
        return sums;
    }

    private void writeRelevance(List<double[]> maps, List<Integer> mapShape, OutputFile file) {
        int[] shape = IntStream.concat(
                        IntStream.of(maps.size()), mapShape.stream().mapToInt(Integer::intValue))
                .toArray();
        double[] all = maps.stream().flatMapToDouble(Arrays::stream).toArray();
        byte[] content =
                switch (precision) {
                    case FLOAT64 -> NpyFile.bytes(shape, all);
                    case FLOAT32 -> NpyFile.bytes(shape, single(all));
                };
        file.write(stream -> stream.write(content), FileArgument::configuration);
        spec.commandLine().getOut().println("relevance: " + file);
    }

    private static float[] single(double[] values) {
        float[] single = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }

    private static String className(ClassNames classes, int index) {
        return classes.name(index).map(name -> index + " " + name).orElseGet(() -> Integer.toString(index));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

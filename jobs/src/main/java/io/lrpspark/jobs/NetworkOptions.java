package io.lrpspark.jobs;

import io.lrpspark.jobs.Table.Align;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetConfiguration;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.lrp.rule.Composite;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import io.lrpspark.lrp.rule.RelevancePlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which network, and how relevance is propagated through it. */
final class NetworkOptions {
    static final String DEFAULT_COMPOSITE = "epsilon-plus-flat";

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            converter = FileArgument.Converter.class,
            description =
                    "DenseNet weights: torch .pth, safetensors or TorchScript .pt, told apart by content; a file of"
                            + " this machine or a URI such as s3a://bucket/densenet121.pth.")
    private FileArgument model;

    @Option(
            names = "--canonizer",
            paramLabel = "NAME",
            defaultValue = Canonizers.DEFAULT,
            completionCandidates = Names.OfCanonizers.class,
            description = "How batch norms are rewritten before rules apply: ${COMPLETION-CANDIDATES}."
                    + " Default: ${DEFAULT-VALUE}.")
    private String canonizer;

    @Option(
            names = "--composite",
            paramLabel = "NAME[:KEY=VALUE,…]|FILE.yaml",
            defaultValue = DEFAULT_COMPOSITE,
            completionCandidates = Names.OfComposites.class,
            description =
                    "Which rule every layer gets: ${COMPLETION-CANDIDATES}; with parameters, such as"
                            + " epsilon-gamma-box:low=-3,high=3; or rules of your own in a YAML file, of this machine or a URI. Default: ${DEFAULT-VALUE}.")
    private String composite;

    /** The composite's file, if it is none of this machine: parsed more than once, fetched once. */
    private Optional<byte[]> fetchedComposite = Optional.empty();

    /** The default canonizer and composite on the weights in a file. */
    static NetworkOptions standard(Path model) {
        NetworkOptions options = new NetworkOptions();
        options.model = FileArgument.of(model);
        options.canonizer = Canonizers.DEFAULT;
        options.composite = DEFAULT_COMPOSITE;
        return options;
    }

    /** The weights in the file; names are checked first, because reading takes longer. */
    DenseNetWeights read(Preprocessing preprocessing) {
        Canonizers.named(canonizer);
        parseComposite(preprocessing);
        return DenseNetWeights.of(
                model.isLocal()
                        ? Checkpoint.read(model.path())
                        : Checkpoint.read(model.location(), model.fetch("model")));
    }

    /** The canonized network for images of H × W pixels, with the rule of every node. */
    RelevancePlan plan(DenseNetWeights weights, int height, int width, Preprocessing preprocessing) {
        Graph graph = DenseNet.graph(weights, height, width);
        return parseComposite(preprocessing).assign(Canonizers.named(canonizer).apply(graph));
    }

    /** The attribution of images of H × W pixels, compiled; the provenance is added. */
    AttributionProgram program(
            DenseNetWeights weights, int height, int width, Preprocessing preprocessing, CompileOptions options) {
        RelevancePlan plan = plan(weights, height, width, preprocessing);
        return AttributionCompiler.compile(plan, options.withProvenance(provenance(weights, plan, options.seed())));
    }

    /** Canonizer and composite in words. */
    String method() {
        return canonizer + ", " + composite;
    }

    private Map<String, String> provenance(DenseNetWeights weights, RelevancePlan plan, Seed seed) {
        return Map.of(
                "model",
                model.name(),
                "weights_sha256",
                weights.fingerprint(),
                "canonizer",
                canonizer,
                "composite",
                plan.composite(),
                "start",
                seed.toString(),
                "lrp_version",
                Version.text());
    }

    /** Rows that describe the network, in two columns. */
    Table describe(DenseNetConfiguration configuration, RelevancePlan plan) {
        String layers = configuration.blocks().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new Table(Align.LEFT, Align.LEFT)
                .row("model", "DenseNet in " + model)
                .row("growth rate", String.valueOf(configuration.growthRate()))
                .row("layers of the blocks", layers)
                .row("initial features", String.valueOf(configuration.initialFeatures()))
                .row("bottleneck factor", String.valueOf(configuration.bottleneckFactor()))
                .row("input channels", String.valueOf(configuration.inputChannels()))
                .row("classes", String.valueOf(configuration.classes()))
                .row("canonizer", canonizer)
                .row("composite", plan.composite())
                .row("method", plan.method().describe());
    }

    private Composite parseComposite(Preprocessing preprocessing) {
        InputRange range = new InputRange(
                Arrays.stream(preprocessing.black()).boxed().toList(),
                Arrays.stream(preprocessing.white()).boxed().toList());
        FileArgument file = new FileArgument(composite);
        if (!Composites.isFile(composite) || file.isLocal()) {
            return Composites.parse(composite, range);
        }
        if (fetchedComposite.isEmpty()) {
            fetchedComposite = Optional.of(file.fetch("composite"));
        }
        return Composites.ofFile(composite, fetchedComposite.get(), range);
    }
}

package io.lrpspark.jobs;

import io.lrpspark.jobs.Table.Align;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.rule.RelevancePlan;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a network as the rules see it. */
@Command(
        name = "inspect",
        description = "Show a model: its configuration, its layers after canonization, the rule of each, and why.")
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private PreprocessingOption preprocess;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Height and width of the images. Default: what --preprocess crops.")
    private Optional<Integer> size = Optional.empty();

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        Preprocessing preprocessing = preprocess.preprocessing();
        DenseNetWeights weights = network.read(preprocessing);
        RelevancePlan plan = network.plan(
                weights, size.orElse(preprocessing.height()), size.orElse(preprocessing.width()), preprocessing);
        PrintWriter out = spec.commandLine().getOut();
        network.describe(weights.configuration(), plan).lines().forEach(out::println);
        out.println();
        nodes(plan).lines().forEach(out::println);
        out.flush();
        return 0;
    }

    private static Table nodes(RelevancePlan plan) {
        Graph graph = plan.graph();
        Table table = new Table(Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT)
                .row("node", "kind", "output", "rule", "because of");
        for (Node node : graph.nodes()) {
            table.row(
                    node.name(),
                    node.kind().label(),
                    graph.shape(node.name()).toString(),
                    plan.describe(node),
                    plan.reason(node));
        }
        return table;
    }
}

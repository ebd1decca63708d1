package io.lrpspark.lrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.attribute.LayerFlow;
import io.lrpspark.lrp.attribute.Ledger;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.lrp.program.Detail;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.lrp.rule.AlphaBeta;
import io.lrpspark.lrp.rule.Bias;
import io.lrpspark.lrp.rule.Composite;
import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.Flat;
import io.lrpspark.lrp.rule.Rule;
import io.lrpspark.lrp.rule.WSquare;
import io.lrpspark.lrp.rule.ZBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every DenseNet, whatever its shape and weights. */
class AttributionPropertiesTest {
    /** Those under which guided rules reach all activations. */
    private static final List<String> MERGING = List.of(
            "sequential-thresh", "sequential-thresh-pass", "thresh-sequential", "thresh-sequential-pass", "untangled");

    /** A network and the size of its images. */
    record Network(
            long seed, int growthRate, List<Integer> blocks, int initialFeatures, int height, int width, int classes) {
        Graph graph() {
            return DenseNet.graph(
                    DenseNetWeights.of(RandomDenseNet.of(seed, growthRate, blocks, initialFeatures, 2, classes)),
                    height,
                    width);
        }

        double[] images(int count) {
            Random random = new Random(seed);
            return random.doubles((long) count * 3 * height * width, -2.5, 2.5).toArray();
        }
    }

    @Provide
    Arbitrary<Network> networks() {
        Arbitrary<Integer> side = Arbitraries.integers().between(16, 49);
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1_000_000),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 3).list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.integers().between(2, 9),
                        side,
                        side,
                        Arbitraries.integers().between(1, 6))
                .as(Network::new);
    }

    @Provide
    Arbitrary<String> canonizers() {
        return Arbitraries.of(Canonizers.names());
    }

    @Provide
    Arbitrary<String> composites() {
        return Arbitraries.of(Composites.names());
    }

    /** Those that lose relevance only where the ledger measures it; gradients of convolutions do not. */
    @Provide
    Arbitrary<Composite> conservingComposites() {
        List<Composite> composites = new ArrayList<>();
        for (String name : Composites.names()) {
            if (name.startsWith("epsilon") || name.equals("excitation-backprop")) {
                composites.add(Golden.parse(name));
                composites.add(Golden.parse(name + ":zero=bias"));
            }
        }
        for (Bias bias : Bias.values()) {
            composites.add(withFirstLayer(new WSquare(1e-6, bias)));
        }
        composites.add(withFirstLayer(new Flat(0.5)));
        composites.add(withFirstLayer(new ZBox(List.of(-3.0), List.of(2.0), 0.1)));
        return Arbitraries.of(composites);
    }

    private static Composite withFirstLayer(Rule rule) {
        return new Composite(
                rule.describe(),
                Composite.onBase(
                        1e-6,
                        new Assignment(Composite.LINEAR_LAYERS, Position.FIRST, rule),
                        new Assignment(
                                Composite.LINEAR_LAYERS, Position.ANYWHERE, new AlphaBeta(3, 2, 1e-3, Bias.KEPT))));
    }

    @Provide
    Arbitrary<Seed> seeds() {
        return Arbitraries.of(Seed.ONE_HOT, Seed.LOGIT, Seed.CONTRASTIVE, new Seed.Contrastive(OptionalInt.of(1)));
    }

    @Property(tries = 60)
    void canonizersKeepTheFunction(@ForAll("networks") Network network, @ForAll("canonizers") String canonizer) {
        Graph graph = network.graph();
        double[] original = logits(graph, network);
        double[] canonized = logits(Canonizers.named(canonizer).apply(graph), network);
        assertThat(Golden.relativeDistance(canonized, original)).isLessThan(1e-12);
    }

    @Property(tries = 150)
    void theLedgerBalances(
            @ForAll("networks") Network network,
            @ForAll("canonizers") String canonizer,
            @ForAll("conservingComposites") Composite composite,
            @ForAll("seeds") Seed seed) {
        AttributionProgram program = measured(network, canonizer, composite, seed);
        if (composite.description().startsWith("excitation")) {
            // which takes the gradient of batch norms that are left
            Assume.that(program.hasLedger());
        }
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            AttributionBatch batch = attributor.attribute(network.images(2), 2, new int[][] {{0}, {0}});
            for (int image = 0; image < 2; image++) {
                double magnitude = 1;
                for (double part : batch.ledgerEntries(image, 0).values()) {
                    magnitude += Math.abs(part);
                }
                for (double element : batch.exactRelevance(image, 0)) {
                    magnitude += Math.abs(element);
                }
                Ledger ledger = batch.ledger(image, 0).orElseThrow();
                assertThat(ledger.error()).isCloseTo(0, within(1e-9 * magnitude));
            }
        }
    }

    @Property(tries = 60)
    void theLedgerBalancesAtEveryLayer(
            @ForAll("networks") Network network,
            @ForAll("canonizers") String canonizer,
            @ForAll("conservingComposites") Composite composite) {
        AttributionProgram program = measured(network, canonizer, composite, Seed.ONE_HOT);
        Assume.that(program.hasLedger());
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            AttributionBatch batch = attributor.attribute(network.images(1), 1, new int[][] {{0}});
            List<LayerFlow> flows = batch.layers(0, 0);
            assertThat(flows.get(0).received()).hasValue(1);
            double magnitude = batch.ledgerEntries(0, 0).values().stream()
                    .mapToDouble(Math::abs)
                    .reduce(1, Math::max);
            for (LayerFlow flow : flows) {
                if (flow.received().isPresent() && flow.handedOn().isPresent()) {
                    double after = flow.handedOn().getAsDouble() + flow.absorbed() + flow.stopped() + flow.stabilised();
                    assertThat(after)
                            .as(flow.layer())
                            .isCloseTo(flow.received().getAsDouble(), within(1e-9 * magnitude));
                }
            }
        }
    }

    @Property(tries = 20)
    void aContrastiveMapIsTheDifferenceOfTwoOneHotMaps(
            @ForAll("networks") Network network, @ForAll("conservingComposites") Composite composite) {
        Assume.that(network.classes() > 1);
        double[] images = network.images(1);
        double[] target = attribute(network, composite, Seed.ONE_HOT, images, 0).exactRelevance(0, 0);
        AttributionBatch contrast = attribute(network, composite, Seed.CONTRASTIVE, images, 0);
        double[] logits = contrast.exactLogits(0);
        int runnerUp = IntStream.range(1, logits.length)
                .boxed()
                .max(Comparator.comparingDouble(index -> logits[index]))
                .orElseThrow();
        double[] other =
                attribute(network, composite, Seed.ONE_HOT, images, runnerUp).exactRelevance(0, 0);
        Seed named = new Seed.Contrastive(OptionalInt.of(runnerUp));
        assertThat(attribute(network, composite, named, images, 0).exactRelevance(0, 0))
                .isEqualTo(contrast.exactRelevance(0, 0));
        double magnitude = 0;
        for (int index = 0; index < target.length; index++) {
            magnitude = Math.max(magnitude, Math.max(Math.abs(target[index]), Math.abs(other[index])));
            other[index] = target[index] - other[index];
        }
        assertThat(contrast.exactRelevance(0, 0)).containsExactly(other, within(1e-9 * Math.max(1, magnitude)));
    }

    /** Those whose maps hang on the function alone, so that a canonizer, which keeps it, makes no difference. */
    @Provide
    Arbitrary<String> gradientComposites() {
        return Arbitraries.of("gradient", "guided-backprop", "deconvnet", "beta-smooth", "beta-smooth:beta=0.5");
    }

    @Property(tries = 40)
    void gradientsAreThoseOfTheOriginalNetwork(
            @ForAll("networks") Network network, @ForAll("gradientComposites") String composite) {
        double[] original = relevance("avgpool-only", composite, network);
        for (String canonizer : MERGING) {
            double[] canonized = relevance(canonizer, composite, network);
            double largest = Arrays.stream(original).map(Math::abs).max().orElse(0);
            for (int index = 0; index < original.length; index++) {
                assertThat(canonized[index])
                        .as("%s at %d", canonizer, index)
                        .isCloseTo(original[index], within(1e-9 * largest + 1e-300));
            }
        }
    }

    private static double[] relevance(String canonizer, String composite, Network network) {
        Graph graph = Canonizers.named(canonizer).apply(network.graph());
        try (Attributor attributor =
                Attributor.load(compile(graph, composite, Precision.FLOAT64), ComputeDevice.cpu())) {
            return attributor.attribute(network.images(1), 1, new int[][] {{0}}).exactRelevance(0, 0);
        }
    }

    @Property(tries = 30)
    void theGradientIsTheSlopeOfTheLogit(@ForAll("networks") Network network) {
        AttributionProgram program = compile(network.graph(), "gradient", Precision.FLOAT64);
        double[] images = network.images(1);
        double[] direction =
                new Random(network.seed() + 1).doubles(images.length, -1, 1).toArray();
        double step = 1e-7;
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            double[] gradient =
                    attributor.attribute(images, 1, new int[][] {{0}}).exactRelevance(0, 0);
            double slope = IntStream.range(0, images.length)
                    .mapToDouble(index -> gradient[index] * direction[index])
                    .sum();
            double above = logit(attributor, images, direction, step);
            double below = logit(attributor, images, direction, -step);
            double size = Arrays.stream(gradient).map(Math::abs).sum();
            assertThat((above - below) / (2 * step)).isCloseTo(slope, within(1e-3 * size + 1e-6));
        }
    }

    private static double logit(Attributor attributor, double[] images, double[] direction, double step) {
        double[] moved = images.clone();
        for (int index = 0; index < moved.length; index++) {
            moved[index] += step * direction[index];
        }
        return attributor.attribute(moved, 1, new int[][] {{0}}).exactLogits(0)[0];
    }

    @Property(tries = 20)
    void severalTargetsGiveWhatEachGivesAlone(
            @ForAll("networks") Network network, @ForAll("composites") String composite) {
        AttributionProgram program =
                compile(Canonizers.named(Canonizers.DEFAULT).apply(network.graph()), composite, Precision.FLOAT64);
        int last = network.classes() - 1;
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            double[] images = network.images(1);
            AttributionBatch together = attributor.attribute(images, 1, new int[][] {{0, last, -1}});
            for (int target = 0; target < 3; target++) {
                int[][] requested = {{new int[] {0, last, -1}[target]}};
                AttributionBatch alone = attributor.attribute(images, 1, requested);
                assertThat(together.target(0, target)).isEqualTo(alone.target(0, 0));
                assertThat(together.exactRelevance(0, target)).isEqualTo(alone.exactRelevance(0, 0));
                assertThat(together.ledger(0, target)).isEqualTo(alone.ledger(0, 0));
            }
        }
    }

    /** All but that of softplus: at the end of a batch the engine computes exponentials otherwise. */
    @Provide
    Arbitrary<String> compositesByProducts() {
        return Arbitraries.of(Composites.names()).filter(name -> !name.equals("beta-smooth"));
    }

    /** So that images that are explained again after a crash, among other images, get the same rows. */
    @Property(tries = 40)
    void anImageHasTheSameResultsWhereverInTheBatchItIs(
            @ForAll("networks") Network network,
            @ForAll("canonizers") String canonizer,
            @ForAll("compositesByProducts") String composite,
            @ForAll @IntRange(min = 2, max = 9) int count) {
        AttributionProgram program =
                compile(Canonizers.named(canonizer).apply(network.graph()), composite, Precision.FLOAT32);
        double[] images = network.images(count);
        int size = images.length / count;
        double[] rotated = new double[images.length];
        System.arraycopy(images, 0, rotated, size, images.length - size);
        System.arraycopy(images, images.length - size, rotated, 0, size);
        int[][] first = new int[count][2];
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            AttributionBatch batch = attributor.attribute(images, count, first);
            AttributionBatch moved = attributor.attribute(rotated, count, first);
            for (int image = 0; image < count; image++) {
                int place = (image + 1) % count;
                for (int target = 0; target < 2; target++) {
                    assertThat(moved.relevance(place, target)).isEqualTo(batch.relevance(image, target));
                    assertThat(moved.ledgerEntries(place, target)).isEqualTo(batch.ledgerEntries(image, target));
                }
            }
        }
    }

    @Property(tries = 20)
    void programsSurviveTheirEncoding(
            @ForAll("networks") Network network,
            @ForAll("canonizers") String canonizer,
            @ForAll("composites") String composite) {
        AttributionProgram program =
                compile(Canonizers.named(canonizer).apply(network.graph()), composite, Precision.FLOAT32);
        AttributionProgram decoded = AttributionProgram.decode(program.encode());
        assertThat(decoded.fingerprint()).isEqualTo(program.fingerprint());
        assertThat(decoded.encode()).isEqualTo(program.encode());
        assertThat(decoded.tensors().operations()).isEqualTo(program.tensors().operations());
    }

    private static AttributionProgram measured(Network network, String canonizer, Composite composite, Seed seed) {
        Assume.that(network.classes() > 1 || !(seed instanceof Seed.Contrastive));
        return AttributionCompiler.compile(
                composite.assign(Canonizers.named(canonizer).apply(network.graph())),
                CompileOptions.standard()
                        .withPrecision(Precision.FLOAT64)
                        .withSeed(seed)
                        .withDetail(Detail.LAYERS));
    }

    private static AttributionBatch attribute(
            Network network, Composite composite, Seed seed, double[] images, int target) {
        try (Attributor attributor =
                Attributor.load(measured(network, Canonizers.DEFAULT, composite, seed), ComputeDevice.cpu())) {
            return attributor.attribute(images, 1, new int[][] {{target}});
        }
    }

    private static double[] logits(Graph graph, Network network) {
        AttributionProgram program = compile(graph, "epsilon-plus", Precision.FLOAT64);
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            return attributor.attribute(network.images(1), 1, new int[][] {{0}}).exactLogits(0);
        }
    }

    private static AttributionProgram compile(Graph graph, String composite, Precision precision) {
        return AttributionCompiler.compile(
                Golden.parse(composite).assign(graph), precision, Seed.ONE_HOT, Map.of("composite", composite));
    }
}

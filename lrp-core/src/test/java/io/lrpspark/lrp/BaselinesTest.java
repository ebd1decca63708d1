package io.lrpspark.lrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.attribute.Targets;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.lrp.program.Detail;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.lrp.registry.UnknownNameException;
import io.lrpspark.lrp.rule.RuleException;
import io.lrpspark.lrp.tensor.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributions that take several passes, on a network of three classes. */
class BaselinesTest {
    private static final int HEIGHT = 18;
    private static final int WIDTH = 16;
    private static final int SIZE = 3 * HEIGHT * WIDTH;
    private static final double EXACT = 1e-11;
    private static final Graph GRAPH =
            DenseNet.graph(DenseNetWeights.of(RandomDenseNet.of(7, 2, List.of(1, 2), 4, 2, 3)), HEIGHT, WIDTH);

    private static double[] image(long seed) {
        return new Random(seed).doubles(SIZE, -2.5, 2.5).toArray();
    }

    private static double[] batch(double[]... images) {
        return Arrays.stream(images).flatMapToDouble(Arrays::stream).toArray();
    }

    private static AttributionProgram program(String composite, Precision precision, Seed seed) {
        return AttributionCompiler.compile(Golden.parse(composite).assign(GRAPH), precision, seed, Map.of());
    }

    private static <T> T with(AttributionProgram program, Function<Attributor, T> work) {
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            return work.apply(attributor);
        }
    }

    private static AttributionBatch attribute(String composite, double[] images, int[]... targets) {
        return with(
                program(composite, Precision.FLOAT64, Seed.ONE_HOT),
                attributor -> attributor.attribute(images, targets.length, targets));
    }

    private static double[] map(String composite, double[] image, int target) {
        return attribute(composite, image, new int[] {target}).exactRelevance(0, 0);
    }

    private static void assertSame(double[] actual, double[] expected) {
        assertThat(Golden.relativeDistance(actual, expected)).isLessThan(EXACT);
    }

    @Test
    void gradientTimesInputIsThatProduct() {
        double[] image = image(1);
        double[] gradient = map("gradient", image, 2);
        double[] expected = IntStream.range(0, SIZE)
                .mapToDouble(index -> gradient[index] * image[index])
                .toArray();
        assertSame(map("gradient-x-input", image, 2), expected);
    }

    @Test
    void oneSampleOfSmoothGradIsTheGradient() {
        assertSame(map("smooth-grad:samples=1", image(1), 0), map("gradient", image(1), 0));
    }

    @Test
    void passesCanHaveTheRulesOfAComposite() {
        assertSame(
                map("smooth-grad:of=epsilon-plus,samples=1,epsilon=0.5", image(1), 0),
                map("epsilon-plus:epsilon=0.5", image(1), 0));
        assertSame(
                map("integrated-gradients:of=guided-backprop,steps=1", image(1), 0),
                map("gradient-x-input:of=guided-backprop", image(1), 0));
    }

    @ParameterizedTest
    @CsvSource({
        "smooth-grad:of=epsilon-pluss, unknown composite of one pass 'epsilon-pluss': did you mean 'epsilon-plus'?",
        "gradient-x-input:of=occlusion, unknown composite of one pass 'occlusion'",
        "smooth-grad:epsilon=1, unknown parameter of smooth-grad 'epsilon'"
    })
    void passesHaveNoOtherRules(String composite, String message) {
        assertThatThrownBy(() -> Golden.parse(composite))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void noiseOfZeroIsTheGradient() {
        assertSame(map("smooth-grad:samples=4,noise=0", image(1), 0), map("gradient", image(1), 0));
    }

    @Test
    void theNoiseOfAnImageDoesNotDependOnItsPlaceInTheBatch() {
        int[] target = {1};
        String composite = "smooth-grad:samples=3,seed=5";
        AttributionBatch batch = attribute(composite, batch(image(1), image(2), image(1)), target, target, target);
        assertSame(batch.exactRelevance(2, 0), batch.exactRelevance(0, 0));
        assertSame(map(composite, image(2), 1), batch.exactRelevance(1, 0));
    }

    @Test
    void theSeedDecidesTheNoise() {
        double[] first = map("smooth-grad:samples=3,seed=1", image(1), 1);
        assertThat(map("smooth-grad:samples=3,seed=1", image(1), 1)).isEqualTo(first);
        assertThat(Golden.relativeDistance(map("smooth-grad:samples=3,seed=2", image(1), 1), first))
                .isGreaterThan(1e-3);
    }

    @Test
    void oneStepOfIntegratedGradientsIsGradientTimesInput() {
        assertSame(map("integrated-gradients:steps=1", image(1), 0), map("gradient-x-input", image(1), 0));
    }

    @Test
    void integratedGradientsSumToTheDifferenceOfTheLogits() {
        double[] image = image(3);
        double[] gray = new double[SIZE];
        Arrays.fill(gray, 0, SIZE / 3, 0.5);
        Arrays.fill(gray, SIZE / 3, 2 * SIZE / 3, -0.25);
        double[] logits = attribute("gradient", image, new int[] {0}).exactLogits(0);
        double[] grayLogits = attribute("gradient", gray, new int[] {0}).exactLogits(0);
        double[] relevance = map("integrated-gradients:steps=400,baseline=0.5/-0.25/0", image, 1);
        double difference = logits[1] - grayLogits[1];
        assertThat(Arrays.stream(relevance).sum()).isCloseTo(difference, within(0.01 * Math.abs(difference)));
    }

    @Test
    void occlusionIsTheMeanFallOfTheLogitOverTheWindowsOfAPixel() {
        int window = 7;
        int stride = 5;
        double[] image = image(4);
        double[] relevance = map("occlusion:window=7,stride=5,value=0.5/0/-1", image, 2);
        int[] tops = {0, 5, 10, 15};
        int[] lefts = {0, 5, 10};
        double[] sums = new double[HEIGHT * WIDTH];
        int[] windows = new int[HEIGHT * WIDTH];
        for (int top : tops) {
            if (top > 0 && top - stride + window >= HEIGHT) {
                continue;
            }
            for (int left : lefts) {
                double[] covered = image.clone();
                for (int index = 0; index < SIZE; index++) {
                    if (inside(index, top, left, window)) {
                        covered[index] = new double[] {0.5, 0, -1}[index / (HEIGHT * WIDTH)];
                    }
                }
                double fall = attribute("gradient", image, new int[] {0}).exactLogits(0)[2]
                        - attribute("gradient", covered, new int[] {0}).exactLogits(0)[2];
                for (int position = 0; position < sums.length; position++) {
                    if (inside(position, top, left, window)) {
                        sums[position] += fall;
                        windows[position]++;
                    }
                }
            }
        }
        double[] expected = IntStream.range(0, SIZE)
                .mapToDouble(index -> sums[index % sums.length] / windows[index % sums.length] / 3)
                .toArray();
        assertSame(relevance, expected);
    }

    private static boolean inside(int index, int top, int left, int window) {
        int row = index / WIDTH % HEIGHT;
        int column = index % WIDTH;
        return row >= top && row < top + window && column >= left && column < left + window;
    }

    @Test
    void aWindowBeyondTheImageIsTheImage() {
        double[] logits = attribute("gradient", image(1), new int[] {0}).exactLogits(0);
        double[] blank = attribute("gradient", new double[SIZE], new int[] {0}).exactLogits(0);
        double[] relevance = map("occlusion:window=100,stride=100", image(1), 0);
        assertThat(relevance[0] * 3).isCloseTo(logits[0] - blank[0], within(1e-12));
        assertThat(Arrays.stream(relevance).distinct()).hasSize(1);
    }

    @Test
    void occlusionGoesForwardOnly() {
        AttributionProgram program = program("occlusion", Precision.FLOAT32, Seed.ONE_HOT);
        assertThat(program.tensors().count(Op.CONVOLUTION_GRADIENT)).isZero();
    }

    @Test
    void occlusionWeighsTheFallWithTheSeed() {
        int[][] target = {{1}};
        AttributionBatch batch = with(
                program("occlusion", Precision.FLOAT64, Seed.LOGIT),
                attributor -> attributor.attribute(image(1), 1, target));
        double logit = batch.exactLogits(0)[1];
        double[] expected = Arrays.stream(map("occlusion", image(1), 1))
                .map(element -> element * logit)
                .toArray();
        assertSame(batch.exactRelevance(0, 0), expected);
    }

    @Test
    void contrastiveOcclusionIsTheDifferenceOfTwoMaps() {
        AttributionBatch batch = with(
                program("occlusion", Precision.FLOAT64, new Seed.Contrastive(OptionalInt.of(2))),
                attributor -> attributor.attribute(image(1), 1, new int[][] {{1}}));
        double[] target = map("occlusion", image(1), 1);
        double[] other = map("occlusion", image(1), 2);
        double[] expected = IntStream.range(0, SIZE)
                .mapToDouble(index -> target[index] - other[index])
                .toArray();
        assertSame(batch.exactRelevance(0, 0), expected);
    }

    @Test
    void layersAreForASinglePass() {
        CompileOptions options = CompileOptions.standard();
        for (CompileOptions layers : List.of(options.withDetail(Detail.LAYERS), options.withLayer("features.pool0"))) {
            assertThatThrownBy(() -> AttributionCompiler.compile(
                            Golden.parse("integrated-gradients").assign(GRAPH), layers))
                    .isInstanceOf(RuleException.class)
                    .hasMessageContaining(
                            "IntegratedGradients(steps=20, baseline=0) gives relevance at the input only");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gradient-x-input",
                "smooth-grad:samples=4,noise=0.5",
                "integrated-gradients:steps=5",
                "occlusion:window=9,stride=9"
            })
    void logitsAndRanksAreThoseOfTheUnperturbedImages(String composite) {
        double[] images = batch(image(1), image(2));
        int[] ranks = {Targets.PREDICTED, Targets.rank(2)};
        AttributionBatch byRank = attribute(composite, images, ranks, ranks);
        AttributionBatch plain = attribute("gradient", images, ranks, ranks);
        int[][] classes = new int[2][2];
        for (int image = 0; image < 2; image++) {
            assertThat(byRank.exactLogits(image)).isEqualTo(plain.exactLogits(image));
            for (int target = 0; target < 2; target++) {
                classes[image][target] = plain.target(image, target);
                assertThat(byRank.target(image, target)).isEqualTo(classes[image][target]);
            }
        }
        AttributionBatch byClass = attribute(composite, images, classes);
        for (int image = 0; image < 2; image++) {
            for (int target = 0; target < 2; target++) {
                assertThat(byRank.exactRelevance(image, target)).isEqualTo(byClass.exactRelevance(image, target));
                assertThat(byRank.ledger(image, target)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gradient-x-input", "smooth-grad:samples=3", "integrated-gradients:steps=5", "occlusion"})
    void float32IsNearFloat64(String composite) {
        double[] single = with(program(composite, Precision.FLOAT32, Seed.ONE_HOT), attributor -> attributor
                .attribute(image(1), 1, new int[][] {{0}})
                .exactRelevance(0, 0));
        assertThat(Golden.relativeDistance(single, map(composite, image(1), 0))).isLessThan(1e-4);
    }

    @Test
    void theMethodTravelsWithTheProgram() {
        AttributionProgram program =
                program("occlusion:window=5,stride=2,value=1/2/3", Precision.FLOAT32, Seed.ONE_HOT);
        assertThat(AttributionProgram.decode(program.encode()).method()).isEqualTo(program.method());
        assertThat(program("smooth-grad:seed=1", Precision.FLOAT32, Seed.ONE_HOT)
                        .fingerprint())
                .isNotEqualTo(program("smooth-grad:seed=2", Precision.FLOAT32, Seed.ONE_HOT)
                        .fingerprint());
    }

    @Test
    void aValuePerChannelMustFitTheImages() {
        assertThatThrownBy(() -> program("occlusion:value=1/2", Precision.FLOAT32, Seed.ONE_HOT))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("value=1/2 of Occlusion has 2 values for images of 3 channels");
    }
}

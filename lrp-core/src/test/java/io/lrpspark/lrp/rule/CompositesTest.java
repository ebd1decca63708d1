package io.lrpspark.lrp.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.RandomDenseNet;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.registry.UnknownNameException;
import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompositesTest {
    private static final InputRange RANGE = new InputRange(List.of(-2.0, -2.1, -1.8), List.of(2.0, 2.1, 2.6));
    private static final Graph GRAPH =
            DenseNet.graph(DenseNetWeights.of(RandomDenseNet.of(5, 2, List.of(1, 2), 4, 2, 3)), 32, 32);

    private static String rule(String composite, String canonizer, String node) {
        Graph graph = Canonizers.named(canonizer).apply(GRAPH);
        return Composites.parse(composite, RANGE)
                .assign(graph)
                .rule(graph.node(node))
                .describe();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            epsilon-plus | features.conv0 | ZPlus(stabilizer=1.0E-6)
            epsilon-plus | classifier | Epsilon(epsilon=1.0E-6)
            epsilon-plus:zero=bias | classifier | Epsilon(epsilon=1.0E-6, zero=bias)
            epsilon-plus-flat | features.conv0 | Flat(stabilizer=1.0E-6)
            epsilon-plus-flat:stabilizer=0.5 | features.transition1.conv | ZPlus(stabilizer=0.5)
            epsilon-alpha2-beta1 | features.conv0 | AlphaBeta(alpha=2, beta=1, stabilizer=1.0E-6)
            epsilon-gamma-box:low=-3,high=3 | features.conv0 | ZBox(low=-3, high=3, stabilizer=1.0E-6)
            epsilon-gamma-box:gamma=0.1 | features.denseblock1.denselayer1.conv2 | Gamma(gamma=0.1, stabilizer=1.0E-6)
            epsilon-plus | features.denseblock1.denselayer1.relu2 | Pass
            epsilon-plus | avgpool | Norm(stabilizer=1.0E-6)
            """)
    void namesTheRuleOfEveryLayer(String composite, String node, String expected) {
        assertThat(rule(composite, "sequential-thresh", node)).isEqualTo(expected);
    }

    @Test
    void aBoxWithoutBoundsIsBlackAndWhite() {
        assertThat(rule("epsilon-gamma-box", "none", "features.conv0"))
                .isEqualTo("ZBox(low=-2/-2.1/-1.8, high=2/2.1/2.6, stabilizer=1.0E-6)");
    }

    @Test
    void aBoxWithBoundsForAnotherNumberOfChannelsIsRefusedWithItsNumbers() {
        Composite composite = Composites.parse("epsilon-gamma-box:low=-1/-2/-3/-4,high=3", RANGE);
        assertThatThrownBy(() -> composite.assign(GRAPH))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("features.conv0", "ZBox(low=-1/-2/-3/-4, high=3")
                .hasMessageEndingWith("ZBox has 4 values of low, -1/-2/-3/-4, for an input of 3 channels"
                        + ": give one, or one per channel");
    }

    @ParameterizedTest
    @CsvSource({
        "guided-backprop, ReluGuided",
        "deconvnet, ReluDeconvNet",
        "beta-smooth, ReluBetaSmooth(beta=10)",
        "epsilon-plus, Gradient"
    })
    void onlyRulesForActivationsAloneReachThoseBehindCopies(String composite, String expected) {
        assertThat(rule(composite, "untangled", "features.norm5@layers.relu")).isEqualTo(expected);
    }

    @Test
    void functionsGetTheirGradientWhateverTheCompositeSays() {
        assertThat(rule("epsilon-plus", "none", "relu")).isEqualTo("Gradient");
    }

    @Test
    void theFirstMatchWins() {
        Composite composite = new Composite(
                "own",
                List.of(
                        new Assignment(Composite.CONVOLUTIONS, "*denselayer2*", Position.ANYWHERE, new Flat(3)),
                        new Assignment(Composite.CONVOLUTIONS, Position.ANYWHERE, new Flat(2))));
        RelevancePlan plan = composite.assign(GRAPH);
        assertThat(plan.rule(GRAPH.node("features.denseblock2.denselayer2.conv1")))
                .isEqualTo(new Flat(3));
        assertThat(plan.rule(GRAPH.node("features.denseblock2.denselayer1.conv1")))
                .isEqualTo(new Flat(2));
    }

    @Test
    void onlyStarsStandForAnything() {
        Composite composite = new Composite(
                "own",
                List.of(new Assignment(
                        Composite.CONVOLUTIONS, "features.dense*2.conv?", Position.ANYWHERE, new Flat(1))));
        assertThatThrownBy(() -> composite.assign(GRAPH))
                .hasMessageStartingWith("unknown layer 'features.dense*2.conv?'");
    }

    @Test
    void anUnknownPatternIsRefusedWithTheNearestBlock() {
        Composite composite = new Composite(
                "own",
                List.of(new Assignment(
                        Composite.CONVOLUTIONS, "features.denseblok2.*", Position.ANYWHERE, new Flat(1))));
        assertThatThrownBy(() -> composite.assign(GRAPH))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageStartingWith(
                        "unknown layer 'features.denseblok2.*': did you mean 'features.denseblock2.*'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            epsilon-plus:stabilizer=0 | stabilizer=0 of ZPlus is out of range: expected a number above 0
            epsilon-plus:epsilon=-1 | epsilon=-1 of Epsilon is out of range: expected a number above 0
            epsilon-plus:epsilon=tiny | epsilon=tiny of epsilon-plus is not a number
            epsilon-plus:epsilon=NaN | epsilon=NaN of epsilon-plus is not a number
            epsilon-plus: | composite 'epsilon-plus:' has no parameters behind its colon: expected name=value, or epsilon-plus
            epsilon-plus:epsilon | 'epsilon' in the parameters of epsilon-plus is not of the form name=value
            epsilon-alpha2-beta1:alpha=2,beta=2 | expected alpha - beta = 1
            epsilon-gamma-box:low=3,high=-3 | low=3 must be below high=-3
            epsilon-gamma-box:low=-3/-2 | ZBox has 2 values of low, -3/-2, and 3 of high, 2/2.1/2.6
            epsilon-gamma-box:gamma=-1 | gamma=-1 of Gamma is out of range
            epsilon-plus:epsilon=1/2 | epsilon=1/2 of epsilon-plus has 2 values: expected one
            smooth-grad:samples=0 | samples=0 of SmoothGrad is out of range: expected a whole number of at least 1
            smooth-grad:noise=-0.1 | noise=-0.1 of SmoothGrad is out of range: expected a number of at least 0
            smooth-grad:samples=2.5 | samples=2.5 of smooth-grad is not a whole number
            smooth-grad:samples=4294967297 | samples=4294967297 of smooth-grad is beyond 2147483647
            integrated-gradients:steps=0 | steps=0 of IntegratedGradients is out of range
            occlusion:window=0,stride=1 | window=0 of Occlusion is out of range
            occlusion:stride=0 | stride=0 of Occlusion is out of range
            occlusion:window=4,stride=8 | stride=8 of Occlusion leaves out pixels: expected at most window=4
            epsilon-plus:zero=weights | zero=weights of epsilon-plus is neither 'none' nor 'bias'
            """)
    void parametersOutOfRangeAreRefusedByName(String composite, String message) {
        assertThatThrownBy(() -> Composites.parse(composite, RANGE))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining(message);
    }

    @Test
    void unknownNamesAreRefusedWithTheNearestKnownOne() {
        assertThatThrownBy(() -> Composites.parse("epsilon-pluss", RANGE))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("'epsilon-plus'");
        assertThatThrownBy(() -> Composites.parse("epsilon-plus:stabiliser=1", RANGE))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("'stabilizer'");
    }
}

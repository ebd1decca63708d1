package io.lrpspark.lrp.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.RandomDenseNet;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.graph.Node;
import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.graph.Role;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.lrp.registry.UnknownNameException;
import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    private static final InputRange RANGE = new InputRange(List.of(-2.0), List.of(2.0));
    private static final Graph GRAPH =
            DenseNet.graph(DenseNetWeights.of(RandomDenseNet.of(5, 2, List.of(1, 2), 4, 2, 3)), 32, 32);

    /** What a composite never decides: relevance goes through these by itself. */
    private static final Set<NodeKind> STRUCTURE =
            EnumSet.of(NodeKind.INPUT, NodeKind.CONCAT, NodeKind.CONSTANT_MAP, NodeKind.SHARED_CONVOLUTION);

    private static Rule rule(String name) {
        return Rules.create(name, Parameters.of(name, Map.of()), RANGE);
    }

    @Provide
    Arbitrary<String> rules() {
        return Arbitraries.of(Rules.names());
    }

    @Provide
    Arbitrary<String> canonizers() {
        return Arbitraries.of(Canonizers.names());
    }

    @Property(tries = 60)
    void aRuleRunsOnTheKindsThatItIsForAndIsRefusedByNameOnOthers(
            @ForAll("rules") String name, @ForAll("canonizers") String canonizer, @ForAll NodeKind kind) {
        Graph graph = Canonizers.named(canonizer).apply(GRAPH);
        Rule rule = rule(name);
        Composite composite = new Composite("own", List.of(new Assignment(Set.of(kind), Position.ANYWHERE, rule)));
        List<Node> layers = graph.nodes().stream()
                .filter(node -> node.kind() == kind && node.role() == Role.LAYER && !STRUCTURE.contains(kind))
                .toList();
        if (layers.isEmpty() || rule.kinds().contains(kind)) {
            RelevancePlan plan = composite.assign(graph);
            assertThat(layers).allSatisfy(node -> assertThat(plan.rule(node)).isEqualTo(rule));
            assertThat(relevance(plan, Precision.FLOAT32, new double[3 * 32 * 32]))
                    .hasSize(3 * 32 * 32);
        } else {
            assertThatThrownBy(() -> composite.assign(graph))
                    .isInstanceOf(RuleException.class)
                    .hasMessageContaining(rule.describe())
                    .hasMessageContaining(kind.label());
        }
    }

    private static double[] relevance(RelevancePlan plan, Precision precision, double[] image) {
        AttributionProgram program = AttributionCompiler.compile(plan, precision, Seed.ONE_HOT, Map.of());
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            return attributor.attribute(image, 1, new int[][] {{0}}).exactRelevance(0, 0);
        }
    }

    @Test
    void everyRuleIsForKindsThatNetworksHave() {
        Set<NodeKind> kinds = new HashSet<>();
        for (String canonizer : Canonizers.names()) {
            Canonizers.named(canonizer).apply(GRAPH).nodes().forEach(node -> kinds.add(node.kind()));
        }
        List<String> idle = new ArrayList<>(Rules.names());
        idle.removeIf(name -> rule(name).kinds().stream().anyMatch(kinds::contains));
        assertThat(idle).isEmpty();
    }

    /** Below the ε from which on the quotient is computed as one, just above, and where next to nothing of it is left. */
    @ParameterizedTest
    @ValueSource(strings = {"1e-6", "0.009", "0.011", "10000"})
    void epsilonLosesNoDigitsInFloat32WhateverItsSize(String epsilon) {
        RelevancePlan plan = Composites.parse("epsilon:epsilon=" + epsilon, RANGE)
                .assign(Canonizers.named("sequential-thresh").apply(GRAPH));
        double[] image = new Random(7).doubles(3 * 32 * 32, -2, 2).toArray();
        double[] exact = relevance(plan, Precision.FLOAT64, image);
        double[] single = relevance(plan, Precision.FLOAT32, image);
        double apart = 0;
        double length = 0;
        for (int index = 0; index < exact.length; index++) {
            apart += Math.pow(single[index] - exact[index], 2);
            length += Math.pow(exact[index], 2);
        }
        assertThat(Math.sqrt(apart / length)).isLessThan(1e-5);
    }

    @Test
    void parametersReachTheRule() {
        assertThat(Rules.create("gamma", Parameters.of("gamma", Map.of("gamma", "0.5", "zero", "bias")), RANGE))
                .isEqualTo(new Gamma(0.5, 1e-6, Bias.ZEROED));
    }

    @Test
    void aRuleWithoutParametersRefusesAny() {
        assertThatThrownBy(() -> Rules.create("pass", Parameters.of("pass", Map.of("beta", "1")), RANGE))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("pass has no parameters");
    }

    @Test
    void unknownNamesAreRefusedWithTheNearestKnownOne() {
        assertThatThrownBy(() -> rule("zplus"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("did you mean 'z-plus'?");
    }
}

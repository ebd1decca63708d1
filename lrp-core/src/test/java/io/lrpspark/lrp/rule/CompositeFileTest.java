package io.lrpspark.lrp.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.RandomDenseNet;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.registry.UnknownNameException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompositeFileTest {
    private static final InputRange RANGE = new InputRange(List.of(-2.0), List.of(2.0));
    private static final Graph ORIGINAL =
            DenseNet.graph(DenseNetWeights.of(RandomDenseNet.of(5, 2, List.of(1, 2), 4, 2, 3)), 32, 32);
    private static final Graph GRAPH = Canonizers.named("sequential-thresh").apply(ORIGINAL);

    @TempDir
    Path folder;

    private Composite parse(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("own.yaml"), yaml);
        return Composites.parse(file.toString(), RANGE);
    }

    private static void assertRule(Composite composite, String node, String rule, String reason) {
        RelevancePlan plan = composite.assign(GRAPH);
        assertThat(plan.rule(GRAPH.node(node)).describe()).isEqualTo(rule);
        assertThat(plan.reason(GRAPH.node(node))).isEqualTo(reason);
    }

    @Test
    void theFirstMatchWinsAndTheLineSaysWhy() throws IOException {
        Composite composite = parse(
                """
                # the comment counts as a line
                rules:
                  - {kind: convolution, position: first, rule: z-box, low: [-1, -2, -3], high: 3}
                  - kind: [convolution, linear]
                    name: "features.denseblock*"
                    rule: gamma
                    gamma: 0.5
                    zero: bias
                  - {kind: convolution, rule: z-plus}
                  - {kind: linear, rule: epsilon, epsilon: 1e-3}
                """);
        assertRule(
                composite,
                "features.conv0",
                "ZBox(low=-1/-2/-3, high=3, stabilizer=1.0E-6)",
                "line 3: convolution, first");
        assertRule(
                composite,
                "features.denseblock2.denselayer1.conv1",
                "Gamma(gamma=0.5, stabilizer=1.0E-6, zero=bias)",
                "line 4: convolution, linear named features.denseblock*");
        assertRule(composite, "features.transition1.conv", "ZPlus(stabilizer=1.0E-6)", "line 9: convolution");
        assertRule(composite, "classifier", "Epsilon(epsilon=0.001)", "line 10: linear");
    }

    @Test
    void aNameOfNoLayerIsRefusedWithTheNearest() throws IOException {
        Composite composite = parse("- {kind: convolution, name: features.transitoin1.conv, rule: z-plus}");
        assertThatThrownBy(() -> composite.assign(GRAPH))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageStartingWith("unknown layer in line 1 of the composite 'features.transitoin1.conv'"
                        + ": did you mean 'features.transition1.conv'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            kind: convolution, name: features.norm5 | sequential-thresh | convolution named features.norm5 reaches no layer with Gamma(gamma=0.25, stabilizer=1.0E-6): of that name there is features.norm5 (threshold)
            position: first, name: features.dense* | sequential-thresh | first reaches no layer
            name: features.denseblock1.denselayer1.conv2 | untangled | of that name there is features.denseblock1.denselayer1.conv2 (shared-convolution)
            """)
    void aNameOfLayersThatTheEntryCannotReachIsRefused(String which, String canonizer, String message)
            throws IOException {
        Composite composite = parse("- {%s, rule: gamma}".formatted(which));
        Graph graph = Canonizers.named(canonizer).apply(ORIGINAL);
        assertThatThrownBy(() -> composite.assign(graph))
                .isInstanceOf(RuleException.class)
                .hasMessageStartingWith("composite, line 1: ")
                .hasMessageContaining(message);
    }

    @Test
    void aFunctionIsReachedByNoRule() throws IOException {
        Composite composite = parse("- {name: relu, rule: pass}");
        assertThatThrownBy(() -> composite.assign(ORIGINAL))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("relu (a function between layers, which rules do not see");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flat", "z-box"})
    void rulesWithoutABiasTakeThatItIsLeftOut(String rule) throws IOException {
        assertThat(parse("- {rule: %s, zero: bias}".formatted(rule)).assignments())
                .first()
                .isEqualTo(parse("- {rule: %s}".formatted(rule)).assignments().get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sequential-thresh | input | none | what arrives here is the map
            sequential-thresh | features.denseblock1.denselayer1.concat | none | each part takes the relevance of its own channels
            untangled | features.denseblock2.denselayer1.conv2 | none | its copies have the rules
            thresh-sequential | features.denseblock2.denselayer1.conv2.constant | Pass | a bias that rules do not see
            none | avgpool | Gradient | a function between layers
            """)
    void whatNoRuleIsForSaysWhatBecomesOfRelevance(String canonizer, String node, String rule, String reason)
            throws IOException {
        Graph graph = Canonizers.named(canonizer).apply(ORIGINAL);
        RelevancePlan plan = parse("- {kind: linear, rule: epsilon}").assign(graph);
        assertThat(plan.describe(graph.node(node))).isEqualTo(rule);
        assertThat(plan.reason(graph.node(node))).startsWith(reason);
    }

    @Test
    void whatNoEntryMatchesTakesTheBase() throws IOException {
        Composite composite = parse("- {kind: convolution, rule: z-plus}");
        assertRule(composite, "features.relu0", "Pass", "base: relu, threshold");
        assertRule(composite, "avgpool", "Norm(stabilizer=1.0E-6)", "base: average-pool, global-average-pool");
        assertRule(composite, "features.pool0", "Gradient", "nothing matches");
    }

    @Test
    void theBaseCanBeLeftOut() throws IOException {
        Composite composite = parse("base: false\nrules:\n- {kind: convolution, rule: z-plus}");
        assertRule(composite, "features.relu0", "Gradient", "nothing matches");
    }

    @Test
    void anEntryWithoutAKindIsForAllKindsThatTheRuleIsFor() throws IOException {
        Composite composite = parse("- {rule: flat}\n- {rule: relu-guided}");
        assertRule(composite, "classifier", "Flat(stabilizer=1.0E-6)", "line 1: convolution, linear");
        assertRule(composite, "features.relu0", "ReluGuided", "line 2: relu, threshold");
    }

    @Test
    void theDescriptionChangesWithTheContent() throws IOException {
        String first = parse("- {rule: flat}").description();
        assertThat(first).startsWith("own.yaml sha256:");
        assertThat(parse("- {rule: z-plus}").description()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            - {kind: convolutoin, rule: flat} | line 1: unknown kind of layer 'convolutoin': did you mean 'convolution'?
            - {kind: linear, rule: epsilonn} | line 1: unknown rule 'epsilonn': did you mean 'epsilon'?
            - {kind: linear, rule: epsilon, epsilom: 1} | line 1: unknown parameter of epsilon 'epsilom': did you mean 'epsilon'?
            - {kind: linear, rule: epsilon, epsilon: 0} | line 1: epsilon=0 of Epsilon is out of range
            - {kind: linear, rule: epsilon, epsilon: [1, 2]} | line 1: epsilon=1/2 of epsilon has 2 values
            - {kind: relu, rule: gamma} | line 1: rule 'gamma' has no meaning for relu: it is for convolution, linear
            - {kind: linear, rule: flat, position: fist} | line 1: unknown position 'fist': did you mean 'first'?
            - {rule: pass, position: first} | line 1: 'position: first' means the first layer of kind convolution
            - {kind: linear} | line 1: an entry needs a 'rule', one of epsilon, gamma
            - {rule: flat, rule: pass} | line 1: 'rule' is given twice
            - {rule: [flat, pass]} | line 1: 'rule' must be a single value
            - {kind: [], rule: flat} | line 1: 'kind' is an empty list
            - flat | line 1: an entry needs the form
            {rule: []} | line 1: unknown key 'rule': did you mean 'rules'?
            {base: no, rules: []} | line 1: unknown base 'no'
            {rules: flat} | line 1: 'rules' must be a list of entries
            [ | line 1: this cannot be read as YAML
            flat | holds no rules
            !!javax.script.ScriptEngineManager [] | line 1: this cannot be read as YAML: Global tag is not allowed
            - {rule: !!java.net.URL [flat]} | line 1: this cannot be read as YAML: Global tag is not allowed
            """)
    void whatIsNotUnderstoodIsRefusedWithItsLine(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("own.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void anEmptyFileHoldsNoRules() {
        assertThatThrownBy(() -> parse("# nothing yet\n"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("holds no rules");
    }

    @Test
    void theLineIsThatOfTheEntry() {
        assertThatThrownBy(() -> parse("- {rule: flat}\n\n- kind: linear\n  rule: gama\n"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("line 4: unknown rule 'gama': did you mean 'gamma'?");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Composites.parse("nowhere.yml", RANGE))
                .isInstanceOf(RuleException.class)
                .hasMessage("there is no composite file nowhere.yml");
    }

    @Test
    void aBinaryFileIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> Composites.parse(file.toString(), RANGE))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("is not text in UTF-8");
    }

    @Test
    void controlCharactersAreNoYaml() throws IOException {
        Path file = Files.write(folder.resolve("control.yaml"), "- \u0001".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Composites.parse(file.toString(), RANGE))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("cannot be read as YAML");
    }
}

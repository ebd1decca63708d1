package io.lrpspark.lrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lrpspark.lrp.array.NpyArray;
import io.lrpspark.lrp.array.NpyFile;
import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.lrp.rule.Composite;
import io.lrpspark.lrp.rule.RelevancePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case of the golden manifest, computed in float64 and in float32. The folder is the system property {@code golden.dir}; by default
 * the copy in the test resources.
 */
class GoldenTest {
    /** Above this deviation between float32 and float64 in the reference itself, only float64 is compared. */
    private static final double ILL_CONDITIONED = 5e-3;

    /**
     * Cases that hang on the rounding sign of outputs that are exactly zero; see the README of the golden folder. Where every input of a
     * convolution is at its threshold and relevance is handed on, z is a sum that cancels, and the sign of what rounding leaves of it decides.
     */
    private static final Set<String> ROUNDING_SIGN =
            Set.of("tiny-a/thresh-sequential-pass__EpsilonGammaBox", "tiny-a/thresh-sequential-pass__Epsilon-1e-6");

    @TestFactory
    List<DynamicContainer> equalsTheReference() throws IOException {
        Path folder = Golden.folder();
        JsonNode manifest =
                new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
        List<DynamicContainer> groups = new ArrayList<>();
        for (JsonNode group : manifest.get("groups")) {
            groups.add(group(folder, group));
        }
        assertThat(groups).as("groups of " + folder).isNotEmpty();
        return groups;
    }

    private static DynamicContainer group(Path folder, JsonNode group) {
        DenseNetWeights weights = DenseNetWeights.of(
                Checkpoint.read(folder.resolve(group.get("model_file").asText())));
        NpyArray input = NpyFile.read(folder.resolve(group.get("input_file").asText()));
        NpyArray logits = NpyFile.read(folder.resolve(group.get("logits_file").asText()));
        List<DynamicNode> tests = new ArrayList<>();
        for (JsonNode golden : group.get("cases")) {
            for (Precision precision : precisions(golden)) {
                tests.add(test(folder, weights, input, logits, golden, precision));
            }
        }
        return dynamicContainer(group.get("model").asText(), tests);
    }

    private static List<Precision> precisions(JsonNode golden) {
        boolean illConditioned = golden.get("float32_l2_deviation").asDouble() > ILL_CONDITIONED;
        return illConditioned ? List.of(Precision.FLOAT64) : List.of(Precision.values());
    }

    private static DynamicTest test(
            Path folder,
            DenseNetWeights weights,
            NpyArray input,
            NpyArray logits,
            JsonNode golden,
            Precision precision) {
        String id = golden.get("id").asText();
        return dynamicTest(id + " in " + precision, () -> {
            String canonizer = golden.get("canonizer").asText();
            String name = golden.get("composite").asText();
            assumeTrue(Canonizers.names().contains(canonizer), "canonizer " + canonizer + " is not built yet");
            assumeTrue(Golden.knows(name), "composite " + name + " is not built yet");
            Composite composite = Golden.composite(golden);
            double deviation = golden.get("float32_l2_deviation").asDouble();
            List<Integer> shape = input.shape();
            Graph graph = Canonizers.named(canonizer).apply(DenseNet.graph(weights, shape.get(2), shape.get(3)));
            RelevancePlan plan = composite.assign(graph);
            Seed seed = golden.get("seed").asText().equals("one-hot") ? Seed.ONE_HOT : Seed.LOGIT;
            AttributionProgram program = AttributionCompiler.compile(plan, precision, seed, Map.of());
            NpyArray expected =
                    NpyFile.read(folder.resolve(golden.get("expected_file").asText()));
            try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
                int count = shape.get(0);
                AttributionBatch batch = attributor.attribute(input.values(), count, Golden.targets(golden, count));
                double[] relevance = new double[expected.values().length];
                double[] actualLogits = new double[logits.values().length];
                for (int image = 0; image < count; image++) {
                    double[] map = batch.exactRelevance(image, 0);
                    System.arraycopy(map, 0, relevance, image * map.length, map.length);
                    double[] row = batch.exactLogits(image);
                    System.arraycopy(row, 0, actualLogits, image * row.length, row.length);
                }
                assertThat(Golden.relativeDistance(actualLogits, logits.values()))
                        .as("logits of %s in %s", id, precision)
                        .isLessThan(precision == Precision.FLOAT32 ? 1e-5 : 1e-12);
                assertThat(Golden.relativeDistance(relevance, expected.values()))
                        .as("relevance of %s in %s", id, precision)
                        .isLessThan(tolerance(id, golden, precision, deviation));
            }
        });
    }

    private static double tolerance(String id, JsonNode golden, Precision precision, double deviation) {
        if (precision == Precision.FLOAT32) {
            return Math.max(1e-4, 10 * deviation);
        }
        if (ROUNDING_SIGN.contains(id)) {
            return 10 * deviation;
        }
        return golden.get("dtype").asText().equals("float32") ? 1e-6 : Math.max(1e-9, 1e-7 * deviation);
    }
}

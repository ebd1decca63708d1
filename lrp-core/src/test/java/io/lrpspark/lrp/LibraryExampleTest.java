package io.lrpspark.lrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.attribute.Targets;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import io.lrpspark.lrp.rule.RelevancePlan;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The example of this module's README. */
class LibraryExampleTest {
    @Test
    void explainsOneImageInTenLines() throws Exception {
        byte[] bytes = Files.readAllBytes(Golden.file("images/rgb-500x375.jpg"));
        Preprocessing preprocessing = Preprocessing.imagenet();
        DenseNetWeights weights = DenseNetWeights.of(Checkpoint.read(Golden.file("tiny-a/tiny-a.pth")));
        Graph graph = Canonizers.named("sequential-thresh").apply(DenseNet.graph(weights, 224, 224));
        RelevancePlan plan =
                Composites.parse("epsilon-plus-flat", range(preprocessing)).assign(graph);
        AttributionProgram program = AttributionCompiler.compile(plan, Precision.FLOAT32, Seed.ONE_HOT, Map.of());
        float[] image = new float[3 * 224 * 224];
        preprocessing.normalize(preprocessing.crop(ImageDecoder.decode(bytes, DecodeOptions.defaults())), image, 0);
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            AttributionBatch batch = attributor.attribute(image, 1, new int[][] {{Targets.PREDICTED}});
            assertThat(batch.ledger(0, 0).orElseThrow().error()).isBetween(-1e-4, 1e-4);
            assertThat(batch.relevance(0, 0)).hasSize(3 * 224 * 224);
        }
    }

    private static InputRange range(Preprocessing preprocessing) {
        return new InputRange(
                DoubleStream.of(preprocessing.black()).boxed().toList(),
                DoubleStream.of(preprocessing.white()).boxed().toList());
    }
}

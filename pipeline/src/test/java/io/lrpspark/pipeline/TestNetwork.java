package io.lrpspark.pipeline;

import io.lrpspark.lrp.Golden;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.checkpoint.StateDict;
import io.lrpspark.lrp.checkpoint.Weight;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import io.lrpspark.pipeline.attribute.AttributeSettings;
import io.lrpspark.pipeline.input.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** The small golden DenseNet tiny-a, compiled for images of 3 x 32 x 32. */
public final class TestNetwork {
    /** What gives the network's input. */
    public static final Preprocessing PREPROCESSING = Preprocessing.parse("resize=32,crop=32");

    private TestNetwork() {}

    /** The compiled attribution of a composite. */
    public static AttributionProgram program(String composite) {
        return program(composite, weights());
    }

    /** A run over images with a composite, two images a call. */
    public static AttributeSettings.Builder settings(ImageSource images, String composite, String tables) {
        return AttributeSettings.of(images, program(composite), tables)
                .preprocessing(PREPROCESSING)
                .batchSize(2);
    }

    /** The same with a folder of images. */
    public static AttributeSettings.Builder settings(Path images, String composite, Path tables) {
        return settings(new ImageSource.Files(images.toString()), composite, tables.toString());
    }

    /** The compiled attribution with a classifier whose logits are beyond the range of float32. */
    public static AttributionProgram overflowing() {
        StateDict weights = weights();
        Map<String, Weight> changed = new LinkedHashMap<>();
        for (String name : weights.names()) {
            Weight weight = weights.find(name).orElseThrow();
            changed.put(
                    name,
                    switch (name) {
                        case "classifier.weight" -> map(weight, value -> value * 1e38);
                        case "classifier.bias" -> map(weight, value -> Float.MAX_VALUE);
                        default -> weight;
                    });
        }
        return program("epsilon-plus", StateDict.of(changed));
    }

    private static Weight map(Weight weight, DoubleUnaryOperator change) {
        return new Weight(
                weight.shape(), Arrays.stream(weight.values()).map(change).toArray());
    }

    private static StateDict weights() {
        try (InputStream weights = Golden.class.getResourceAsStream("/golden/tiny-a/tiny-a.safetensors")) {
            return Checkpoint.read("tiny-a.safetensors", weights.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AttributionProgram program(String composite, StateDict weights) {
        return program(composite, weights, PREPROCESSING, Precision.FLOAT32);
    }

    /** The compiled attribution for images of another size, in double precision, in which the engine makes no code at run time. */
    public static AttributionProgram exact(Preprocessing preprocessing) {
        return program("epsilon-plus", weights(), preprocessing, Precision.FLOAT64);
    }

    private static AttributionProgram program(
            String composite, StateDict weights, Preprocessing preprocessing, Precision precision) {
        InputRange range = new InputRange(
                Arrays.stream(preprocessing.black()).boxed().toList(),
                Arrays.stream(preprocessing.white()).boxed().toList());
        Graph graph = DenseNet.graph(DenseNetWeights.of(weights), preprocessing.height(), preprocessing.width());
        return AttributionCompiler.compile(
                Composites.parse(composite, range)
                        .assign(Canonizers.named("sequential-thresh").apply(graph)),
                precision,
                Seed.ONE_HOT,
                Map.of("model", "tiny-a", "composite", composite));
    }
}

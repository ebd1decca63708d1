package io.lrpspark.lrp.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.lrpspark.lrp.Golden;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Target;
import io.lrpspark.lrp.program.TorchScriptArchive;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A written file is complete: whoever loads it needs nothing else, and calls nothing before. */
class WrittenFileTest {
    private static final int SIDE = 32;

    @TempDir
    private Path folder;

    private static AttributionProgram program(String composite, CompileOptions options) {
        Graph graph = DenseNet.graph(DenseNetWeights.of(Checkpoint.read(Golden.file("tiny-a/tiny-a.pth"))), SIDE, SIDE);
        return AttributionCompiler.compile(
                Composites.parse(composite, new InputRange(List.of(-3.0), List.of(3.0)))
                        .assign(Canonizers.named(Canonizers.DEFAULT).apply(graph)),
                options);
    }

    private static double[] images(int count) {
        return new Random(1).doubles((long) count * 3 * SIDE * SIDE, -2, 2).toArray();
    }

    @Test
    void givesInTheEngineWhatTheAttributorGives() throws Exception {
        AttributionProgram program =
                program("epsilon-gamma-box", CompileOptions.standard().withPrecision(Precision.FLOAT64));
        try (OutputStream out = Files.newOutputStream(folder.resolve("written.pt"))) {
            TorchScriptArchive.write(program, Target.CPU, Map.of("note.txt", "what it is"), out);
        }
        double[] images = images(2);
        Map<String, Object> options = new ConcurrentHashMap<>(Map.of("extraFiles", "note.txt"));
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu());
                Model model = Model.newInstance("written", "PyTorch")) {
            model.load(folder, "written", options);
            AttributionBatch expected = attributor.attribute(images, 2, new int[][] {{3, -1}, {0, -2}});
            try (NDManager manager = model.getNDManager().newSubManager()) {
                NDList results = model.getBlock()
                        .forward(
                                new ParameterStore(manager, false),
                                new NDList(
                                        manager.create(images, new Shape(2, 3, SIDE, SIDE)),
                                        manager.create(new long[] {3, -1, 0, -2}, new Shape(2, 2))),
                                false);
                double[] relevance = DoubleStream.concat(
                                DoubleStream.concat(
                                        DoubleStream.of(expected.exactRelevance(0, 0)),
                                        DoubleStream.of(expected.exactRelevance(0, 1))),
                                DoubleStream.concat(
                                        DoubleStream.of(expected.exactRelevance(1, 0)),
                                        DoubleStream.of(expected.exactRelevance(1, 1))))
                        .toArray();
                assertThat(results.get(2).toDoubleArray()).isEqualTo(relevance);
                assertThat(results.get(1).toLongArray())
                        .containsExactly(3, expected.target(0, 1), 0, expected.target(1, 1));
            }
            assertThat(model.getProperty("note.txt")).isEqualTo("what it is");
        }
    }

    @Test
    void refusesNamesOfExtraFilesThatAreNone() {
        AttributionProgram program = program("epsilon", CompileOptions.standard());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TorchScriptArchive.write(program, Target.CPU, Map.of("../x", ""), new ByteArrayOutputStream()))
                .withMessageContaining("'../x'");
    }

    @Test
    void refusesFloat64ForTargetsThatHaveNone() {
        AttributionProgram program =
                program("epsilon", CompileOptions.standard().withPrecision(Precision.FLOAT64));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TorchScriptArchive.write(program, Target.CPU_MKLDNN, Map.of(), new ByteArrayOutputStream()))
                .withMessageContaining("no float64");
    }
}

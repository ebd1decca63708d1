package io.lrpspark.lrp.benchmark;

import io.lrpspark.lrp.RandomDenseNet;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.graph.Graph;
import io.lrpspark.lrp.model.DenseNet;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionCompiler;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Seed;
import io.lrpspark.lrp.program.Target;
import io.lrpspark.lrp.program.TorchScriptArchive;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a run takes once, for a DenseNet-121 with epsilon-plus: the driver's canonizing and compiling, and an executor's printing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CompileBenchmark {
    @Param({"sequential-thresh", "untangled"})
    private String canonizer;

    private Graph graph;
    private Graph canonized;
    private AttributionProgram program;
    private byte[] encoded;

    /** Makes the network and its program. */
    @Setup
    public void compileOnce() {
        graph = DenseNet.graph(
                DenseNetWeights.of(RandomDenseNet.of(1, 32, List.of(6, 12, 24, 16), 64, 4, 1000)), 224, 224);
        canonized = canonize();
        program = compile();
        encoded = program.encode();
    }

    @Benchmark
    public Graph canonize() {
        return Canonizers.named(canonizer).apply(graph);
    }

    @Benchmark
    public AttributionProgram compile() {
        return AttributionCompiler.compile(
                Composites.parse("epsilon-plus", new InputRange(List.of(-2.0), List.of(2.0)))
                        .assign(canonized),
                Precision.FLOAT32,
                Seed.ONE_HOT,
                Map.of());
    }

    @Benchmark
    public AttributionProgram decodeFromBroadcast() {
        return AttributionProgram.decode(encoded);
    }

    @Benchmark
    public void printForTheEngine() throws IOException {
        TorchScriptArchive.write(program, Target.CPU_MKLDNN, OutputStream.nullOutputStream());
    }
}

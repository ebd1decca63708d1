package io.lrpspark.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lrpspark.jobs.Table.Align;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.attribute.Targets;
import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.checkpoint.SafetensorsWriter;
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
import io.lrpspark.lrp.tensor.TensorProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures attributions against forward passes, on one thread. */
@Command(
        name = "bench",
        hidden = true,
        description = "Measure what relevance costs: milliseconds for an image, against the forward pass of the same"
                + " network, and memory. One engine thread; rounds are interleaved, and medians are shown.",
        subcommands = {
            BenchStartCommand.class,
            BenchClusterCommand.class,
            BenchDeviceCommand.class,
            BenchDriverCommand.class,
            BenchMemoryCommand.class,
            BenchAuditCommand.class
        })
final class BenchCommand implements Callable<Integer> {
    static final int SIZE = 224;

    /** Whether memory is measured, which takes a JVM for each measurement. */
    enum Memory {
        MEASURED,
        OMITTED
    }

    /** What is measured, shared with the other benchmarks. */
    static final class ModelOption {
        @Option(
                names = "--model",
                paramLabel = "FILE",
                description = "DenseNet weights. Default: a DenseNet-121 with random weights.")
        private Optional<Path> file = Optional.empty();

        /** The file; a temporary one with random weights if none was given. */
        Path file(Path folder) throws IOException {
            if (file.isPresent()) {
                return file.get();
            }
            Path random = folder.resolve("random.safetensors");
            SafetensorsWriter.write(random, BenchModel.stateDict(file));
            return random;
        }

        /** The weights. */
        DenseNetWeights weights() {
            return DenseNetWeights.of(BenchModel.stateDict(file));
        }
    }

    /** One attribution under measurement, of so many targets an image; none is the forward pass. */
    private record Candidate(String composite, int batch, int targets, Attributor attributor) {
        double limit() {
            TensorProgram program = attributor.program().tensors();
            long forward = program.multiplyAdds("logits");
            return targets == 0 ? 1 : (double) program.multiplyAdds() / forward;
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--canonizer",
            paramLabel = "NAME",
            defaultValue = Canonizers.DEFAULT,
            completionCandidates = Names.OfCanonizers.class,
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String canonizer;

    @Option(
            names = "--composite",
            split = ";",
            paramLabel = "NAME",
            description = "What to measure, separated by semicolons. Default: all composites of one pass.")
    private List<String> composites = List.copyOf(Composites.ofOnePass());

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "IMAGES",
            defaultValue = "1,8",
            description = "Images per call. Default: ${DEFAULT-VALUE}.")
    private List<Integer> batches;

    @Option(
            names = "--rounds",
            paramLabel = "COUNT",
            defaultValue = "7",
            description = "Rounds after the one that warms up. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--memory",
            paramLabel = "NAME",
            defaultValue = "measured",
            description = "measured or omitted: peak memory, in a JVM of its own each time. Default: ${DEFAULT-VALUE}.")
    private Memory memory;

    @Option(names = "--json", description = "Print a list of JSON objects instead of a table.")
    private boolean json;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("lrp-bench");
        try {
            Path file = model.file(folder);
            List<BenchResult> results = new ArrayList<>();
            for (BenchResult result : measure(model.weights())) {
                results.add(memory == Memory.MEASURED ? withMemory(result, file) : result);
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(results));
            } else {
                table(results).lines().forEach(out::println);
            }
            out.flush();
            return 0;
        } finally {
            ChildJvm.deleteRecursively(folder);
        }
    }

    private List<BenchResult> measure(DenseNetWeights weights) {
        Map<String, Attributor> attributors = new LinkedHashMap<>();
        try {
            for (String composite : composites) {
                attributors.put(
                        composite, Attributor.load(program(weights, canonizer, composite), ComputeDevice.cpu()));
            }
            List<Candidate> candidates = new ArrayList<>();
            for (int batch : batches) {
                candidates.add(new Candidate(
                        BenchResult.FORWARD,
                        batch,
                        0,
                        attributors.values().iterator().next()));
                attributors.forEach((name, attributor) -> {
                    candidates.add(new Candidate(name, batch, 1, attributor));
                    candidates.add(new Candidate(name, batch, 2, attributor));
                });
            }
            Map<Candidate, double[]> times = new LinkedHashMap<>();
            candidates.forEach(candidate -> times.put(candidate, new double[rounds]));
            // Interleaved, so that a busy moment of the machine hits everything alike; the first round warms up.
            for (int round = -1; round < rounds; round++) {
                for (Candidate candidate : candidates) {
                    double time = millisecondsPerImage(candidate);
                    if (round >= 0) {
                        times.get(candidate)[round] = time;
                    }
                }
            }
            return results(times);
        } finally {
            attributors.values().forEach(Attributor::close);
        }
    }

    private List<BenchResult> results(Map<Candidate, double[]> times) {
        Map<Integer, Double> forward = new LinkedHashMap<>();
        List<BenchResult> results = new ArrayList<>();
        times.forEach((candidate, rounds) -> {
            if (candidate.targets() == 2) {
                return;
            }
            double median = median(rounds);
            forward.putIfAbsent(candidate.batch(), median);
            double[] both =
                    times.get(new Candidate(candidate.composite(), candidate.batch(), 2, candidate.attributor()));
            results.add(new BenchResult(
                    candidate.composite(),
                    canonizer,
                    candidate.batch(),
                    Integer.getInteger("ai.djl.pytorch.num_threads", 1),
                    median,
                    median / forward.get(candidate.batch()),
                    candidate.limit(),
                    both == null ? null : median(both) / median - 1,
                    null));
        });
        return results;
    }

    private static double millisecondsPerImage(Candidate candidate) {
        int batch = candidate.batch();
        float[] images = images(batch);
        long start = System.nanoTime();
        if (candidate.targets() == 0) {
            candidate.attributor().predict(images, batch);
        } else {
            candidate.attributor().attribute(images, batch, predicted(batch, candidate.targets()));
        }
        return (System.nanoTime() - start) / 1e6 / batch;
    }

    private BenchResult withMemory(BenchResult result, Path file) throws IOException, InterruptedException {
        String output = ChildJvm.run(List.of(
                "bench",
                "memory",
                "--model=" + file,
                "--canonizer=" + canonizer,
                "--composite=" + result.composite(),
                "--batch=" + result.batch()));
        return result.withMemory(Double.parseDouble(output.strip()));
    }

    private static Table table(List<BenchResult> results) {
        Table table = new Table(
                        Align.LEFT,
                        Align.LEFT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT)
                .row(
                        "composite",
                        "canonizer",
                        "batch",
                        "threads",
                        "ms/image",
                        "ratio",
                        "limit",
                        "second target",
                        "added MB/image");
        for (BenchResult result : results) {
            table.row(
                    result.composite(),
                    result.canonizer(),
                    String.valueOf(result.batch()),
                    String.valueOf(result.threads()),
                    String.format(Locale.ROOT, "%.1f", result.msPerImage()),
                    String.format(Locale.ROOT, "%.2f", result.ratio()),
                    String.format(Locale.ROOT, "%.2f", result.limit()),
                    Optional.ofNullable(result.secondTarget())
                            .map(share -> String.format(Locale.ROOT, "%.2f", share))
                            .orElse(""),
                    Optional.ofNullable(result.addedMegabytesPerImage())
                            .map(megabytes -> String.format(Locale.ROOT, "%.0f", megabytes))
                            .orElse(""));
        }
        return table;
    }

    /** The program of a composite for images of 224 × 224 pixels. */
    static AttributionProgram program(DenseNetWeights weights, String canonizer, String composite) {
        return program(weights, canonizer, composite, SIZE);
    }

    /** The program of a composite for square images of a size. */
    static AttributionProgram program(DenseNetWeights weights, String canonizer, String composite, int size) {
        return program(weights, canonizer, composite, size, Precision.FLOAT32);
    }

    /** The same in another arithmetic. */
    static AttributionProgram program(
            DenseNetWeights weights, String canonizer, String composite, int size, Precision precision) {
        Preprocessing preprocessing = Preprocessing.imagenet();
        Graph graph = Canonizers.named(canonizer).apply(DenseNet.graph(weights, size, size));
        InputRange range = new InputRange(
                Arrays.stream(preprocessing.black()).boxed().toList(),
                Arrays.stream(preprocessing.white()).boxed().toList());
        return AttributionCompiler.compile(
                Composites.parse(composite, range).assign(graph), precision, Seed.ONE_HOT, Map.of());
    }

    /** Images at random, the same every time, [batch, 3, 224, 224]. */
    static float[] images(int batch) {
        Random random = new Random(batch);
        float[] images = new float[batch * 3 * SIZE * SIZE];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    /** The predicted class as the target of every image. */
    static int[][] predicted(int batch) {
        return predicted(batch, 1);
    }

    /** The classes of highest logit as the targets of every image. */
    private static int[][] predicted(int batch, int targets) {
        int[][] ranks = new int[batch][];
        Arrays.fill(ranks, IntStream.rangeClosed(1, targets).map(Targets::rank).toArray());
        return ranks;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

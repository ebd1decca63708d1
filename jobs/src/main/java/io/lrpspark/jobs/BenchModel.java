package io.lrpspark.jobs;

import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.checkpoint.StateDict;
import io.lrpspark.lrp.checkpoint.Weight;
import io.lrpspark.lrp.model.DenseNetConfiguration;
import io.lrpspark.lrp.model.DenseNetWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The network that is measured. */
final class BenchModel {
    /** torchvision's {@code densenet121}. */
    private static final DenseNetConfiguration DENSENET_121 =
            new DenseNetConfiguration(32, List.of(6, 12, 24, 16), 64, 4, 1000, 3);

    private static final long SEED = 121;

    private BenchModel() {}

    /** The weights in the file; without one, those of a DenseNet-121 at random, the same every time. */
    static StateDict stateDict(Optional<Path> file) {
        return file.map(Checkpoint::read).orElseGet(BenchModel::random);
    }

    private static StateDict random() {
        Random random = new Random(SEED);
        Map<String, Weight> weights = new LinkedHashMap<>();
        DenseNetWeights.shapes(DENSENET_121)
                .forEach((name, shape) -> weights.put(name, new Weight(shape, values(name, shape, random))));
        return StateDict.of(weights);
    }

    /** Sizes as after training: He's for convolutions, batch norms around the identity. */
    private static double[] values(String name, List<Integer> shape, Random random) {
        int count = shape.stream().reduce(1, Math::multiplyExact);
        double[] values = new double[count];
        double fanIn = (double) count / shape.get(0);
        for (int i = 0; i < count; i++) {
            values[i] = shape.size() > 1
                    ? random.nextGaussian() * Math.sqrt(2 / fanIn)
                    : name.endsWith(".weight") || name.endsWith(".running_var")
                            ? 0.5 + random.nextDouble()
                            : 0.1 * random.nextGaussian();
        }
        return values;
    }
}

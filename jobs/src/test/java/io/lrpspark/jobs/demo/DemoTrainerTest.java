package io.lrpspark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.model.DenseNetConfiguration;
import io.lrpspark.lrp.model.DenseNetWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTrainerTest {

    private static final DenseNetConfiguration TINY = new DenseNetConfiguration(4, List.of(1, 2), 8, 2, 6, 3);

    private static final DemoTrainer.Settings FEW_STEPS =
            new DemoTrainer.Settings(new DemoDataset.Settings(3, 4, Artefact.LOGO, 0.75), 2, TINY, 10, 8, 0.003);

    @Test
    void trainingLowersTheLoss() {
        DemoTrainer.Result result = DemoTrainer.train(FEW_STEPS, line -> {});

        assertThat(result.losses()).hasSize(10);
        assertThat(result.losses().get(9)).isLessThan(result.losses().get(0) - 0.1);
    }

    @Test
    void theSameSettingsGiveTheSameWeights() {
        DemoTrainer.Result first = DemoTrainer.train(FEW_STEPS, line -> {});
        DemoTrainer.Result second = DemoTrainer.train(FEW_STEPS, line -> {});

        assertThat(first.weights().names())
                .allSatisfy(name -> assertThat(first.weights().find(name))
                        .isEqualTo(second.weights().find(name)));
    }

    @Test
    void runningStatisticsFollowTheBatchesByATenthPerStep() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            DemoNetwork network = new DemoNetwork(DemoNetwork.initial(TINY, 1), manager);
            NDArray images = manager.randomUniform(-1, 1, new Shape(4, 3, 32, 32), DataType.FLOAT32);
            network.logits(images, DemoNetwork.Mode.TRAINING);
            double[] once = values(network, "features.norm0.running_mean");
            for (int step = 0; step < 100; step++) {
                network.logits(images, DemoNetwork.Mode.TRAINING);
            }
            double[] settled = values(network, "features.norm0.running_mean");

            for (int channel = 0; channel < once.length; channel++) {
                assertThat(once[channel]).isCloseTo(0.1 * settled[channel], within(1e-4));
            }
        }
    }

    @Test
    void whatIsWrittenIsReadBackAsTheSameNetwork(@TempDir Path folder) throws IOException {
        DemoTrainer.Result result = DemoTrainer.train(FEW_STEPS, line -> {});
        DemoTrainer.write(FEW_STEPS, result, folder);

        DenseNetWeights read = DenseNetWeights.of(Checkpoint.read(folder.resolve(DemoTrainer.WEIGHTS)));
        assertThat(read.configuration()).isEqualTo(TINY);
        assertThat(read.names()).allSatisfy(name -> assertThat(read.weight(name))
                .isEqualTo(result.weights().find(name).orElseThrow()));
        assertThat(Files.readAllLines(folder.resolve(DemoTrainer.CLASSES))).isEqualTo(ShapeClass.labels());
        assertThat(folder.resolve(DemoTrainer.FACTS)).content().contains("\"held_out\"", "resize=112,crop=112");
    }

    @Test
    void theLogitsOfATrainedNetworkSumToZero() {
        DemoTrainer.Result result = DemoTrainer.train(FEW_STEPS, line -> {});

        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            DemoNetwork network = new DemoNetwork(DenseNetWeights.of(result.weights()), manager);
            NDArray images = manager.randomUniform(-1, 1, new Shape(2, 3, 32, 32), DataType.FLOAT32);
            float[] sums = network.logits(images, DemoNetwork.Mode.EVALUATION)
                    .sum(new int[] {1})
                    .toFloatArray();
            assertThat(sums[0]).isCloseTo(0, within(1e-4f));
            assertThat(sums[1]).isCloseTo(0, within(1e-4f));
        }
    }

    @Test
    void refusesABatchLargerThanTheData() {
        assertThatThrownBy(() -> new DemoTrainer.Settings(
                        new DemoDataset.Settings(3, 4, Artefact.LOGO, 0.75), 2, TINY, 5, 25, 0.003))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("24 images", "batches of 25");
    }

    private static double[] values(DemoNetwork network, String name) {
        return network.stateDict().find(name).orElseThrow().values();
    }
}

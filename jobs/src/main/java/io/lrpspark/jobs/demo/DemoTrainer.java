package io.lrpspark.jobs.demo;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lrpspark.lrp.checkpoint.SafetensorsWriter;
import io.lrpspark.lrp.checkpoint.StateDict;
import io.lrpspark.lrp.checkpoint.Weight;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNetConfiguration;
import io.lrpspark.lrp.model.DenseNetWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Trains the demo's DenseNet on freshly drawn images, with Adam and cross-entropy, and measures how far it leans on the
 * planted artefact. The same settings give the same weights on the same machine with the same number of native threads.
 */
public final class DemoTrainer {

    /** The name of the weights among the resources of this package and in the folder that {@link #write} fills. */
    public static final String WEIGHTS = "densenet-demo.safetensors";

    /** The name of the list of classes, one a line. */
    public static final String CLASSES = "classes.txt";

    /** The name of the note on how the weights were made. */
    public static final String FACTS = "densenet-demo.json";

    /** What the demo's network expects of an image: 112 × 112 pixels, ImageNet's mean and deviation. */
    public static final Preprocessing PREPROCESSING = Preprocessing.parse("resize=112,crop=112");

    private static final DenseNetConfiguration NETWORK =
            new DenseNetConfiguration(16, List.of(4, 4, 4), 32, 4, ShapeClass.values().length, 3);

    private static final float FINAL_LEARNING_RATE = 1e-5f;

    /** Added to the seed, so that held-out images are none of the training images. */
    private static final long HELD_OUT_SEED = 1_000_003;

    private static final int EVALUATION_BATCH = 50;

    private DemoTrainer() {}

    /**
     * How to train.
     *
     * @param images the training images
     * @param heldOutPerClass images per class that accuracies are measured on
     * @param network the layout
     * @param epochs passes over the training images, at least 1
     * @param batchSize images per step, at least 2 and at most as many as there are
     * @param learningRate of Adam at the start; it falls to 1e-5 along a cosine
     */
    public record Settings(
            DemoDataset.Settings images,
            int heldOutPerClass,
            DenseNetConfiguration network,
            int epochs,
            int batchSize,
            double learningRate) {

        /** What made the weights among the resources. */
        public static final Settings DEMO =
                new Settings(new DemoDataset.Settings(7, 600, Artefact.LOGO, 0.8), 100, NETWORK, 22, 16, 0.003);

        /** What made the weights that audits are tested on besides: half the images, another artefact. */
        public static final Settings WATERMARK =
                new Settings(new DemoDataset.Settings(7, 300, Artefact.WATERMARK, 0.8), 40, NETWORK, 18, 16, 0.003);

        /** @throws IllegalArgumentException if a number is out of range */
        public Settings {
            int count = images.imagesPerClass() * ShapeClass.values().length;
            if (epochs < 1 || heldOutPerClass < 1 || batchSize < 2 || batchSize > count || !(learningRate > 0)) {
                throw new IllegalArgumentException("cannot train on " + count + " images with " + epochs
                        + " epochs, batches of " + batchSize + ", learning rate " + learningRate + " and "
                        + heldOutPerClass + " held-out images per class: expected at least one epoch and held-out"
                        + " image, batches of 2 or more images, and a positive learning rate.");
            }
            if (network.classes() != ShapeClass.values().length || network.inputChannels() != 3) {
                throw new IllegalArgumentException("the demo's network needs " + ShapeClass.values().length
                        + " classes and 3 channels, but has " + network.classes() + " and "
                        + network.inputChannels() + ".");
            }
        }

        /** Other images than those of training, drawn the same way. */
        DemoDataset.Settings heldOut() {
            return new DemoDataset.Settings(
                    images.seed() + HELD_OUT_SEED, heldOutPerClass, images.artefact(), images.artefactShare());
        }
    }

    /**
     * How often a network is right on held-out images; shares of 0 to 1.
     *
     * @param heldOut over all classes, artefacts as in training
     * @param plantedWithArtefact on the planted class's images, each with the artefact
     * @param plantedWithoutArtefact on the same images, none with the artefact
     */
    public record Accuracy(double heldOut, double plantedWithArtefact, double plantedWithoutArtefact) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "held-out images %.1f %%, %s with the artefact %.1f %%, the same without it %.1f %%",
                    100 * heldOut,
                    DemoDataset.PLANTED.label(),
                    100 * plantedWithArtefact,
                    100 * plantedWithoutArtefact);
        }
    }

    /**
     * A trained network.
     *
     * @param weights float32 values under torchvision's names
     * @param losses mean cross-entropy of each epoch
     * @param accuracy on held-out images, with running statistics
     */
    public record Result(StateDict weights, List<Double> losses, Accuracy accuracy) {}

    /**
     * Trains.
     *
     * @param progress receives a line per epoch
     */
    public static Result train(Settings settings, Consumer<String> progress) {
        List<TrainingExample> examples =
                new ArrayList<>(TrainingExample.of(DemoDataset.images(settings.images()), PREPROCESSING));
        progress.accept(examples.size() + " training images drawn");
        Random random = new Random(settings.images().seed());
        int steps = examples.size() / settings.batchSize();
        List<Double> losses = new ArrayList<>();
        StateDict trained;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            DenseNetWeights start =
                    DemoNetwork.initial(settings.network(), settings.images().seed());
            DemoNetwork network = new DemoNetwork(start, manager);
            Optimizer optimizer = optimizer(settings, steps);
            for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
                Collections.shuffle(examples, random);
                double sum = 0;
                for (int step = 0; step < steps; step++) {
                    int first = step * settings.batchSize();
                    sum += step(
                            network, optimizer, manager, examples.subList(first, first + settings.batchSize()), random);
                }
                losses.add(sum / steps);
                progress.accept(
                        String.format(Locale.ROOT, "epoch %d of %d: loss %.4f", epoch, settings.epochs(), sum / steps));
            }
            trained = centred(network.stateDict());
        }
        return new Result(trained, List.copyOf(losses), accuracy(trained, settings.heldOut()));
    }

    /**
     * Measures a network on held-out images.
     *
     * @param weights of a network for the demo's classes
     * @param heldOut which images, with the artefact in question
     */
    public static Accuracy accuracy(StateDict weights, DemoDataset.Settings heldOut) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            DemoNetwork network = new DemoNetwork(DenseNetWeights.of(weights), manager);
            return new Accuracy(
                    shareCorrect(network, manager, TrainingExample.of(DemoDataset.images(heldOut), PREPROCESSING)),
                    shareCorrect(network, manager, planted(heldOut.withArtefactShare(1))),
                    shareCorrect(network, manager, planted(heldOut.withArtefact(Artefact.NONE))));
        }
    }

    /**
     * Writes the weights, the list of classes and a note on how they were made.
     *
     * @param folder made if missing
     * @throws IOException if a file cannot be written
     */
    public static void write(Settings settings, Result result, Path folder) throws IOException {
        Files.createDirectories(folder);
        SafetensorsWriter.write(folder.resolve(WEIGHTS), result.weights());
        Files.write(folder.resolve(CLASSES), ShapeClass.labels());
        JsonMapper json = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        ObjectNode facts = json.createObjectNode();
        facts.put("preprocessing", PREPROCESSING.text());
        facts.set("settings", json.valueToTree(settings));
        facts.put("native_threads", Integer.getInteger("ai.djl.pytorch.num_threads", 0));
        facts.put("planted_class", DemoDataset.PLANTED.label());
        facts.put("final_loss", result.losses().get(result.losses().size() - 1));
        facts.set("accuracy", json.valueToTree(result.accuracy()));
        Files.writeString(
                folder.resolve(FACTS), json.writerWithDefaultPrettyPrinter().writeValueAsString(facts) + "\n");
    }

    /**
     * Takes the mean over the classes from the classifier's weights and biases. Softmax does not see it, but relevance
     * is shared out in proportion to the logit: now the logit of the predicted class is above zero, as the largest of
     * numbers whose sum is zero, and without a bias its contributions sum to it.
     */
    static StateDict centred(StateDict weights) {
        Map<String, Weight> result = new LinkedHashMap<>();
        for (String name : weights.names()) {
            Weight weight = weights.find(name).orElseThrow();
            result.put(name, name.startsWith("classifier.") ? centred(weight) : weight);
        }
        return StateDict.of(weights.source(), result);
    }

    /** @param weight [classes, …] */
    private static Weight centred(Weight weight) {
        int classes = weight.shape().get(0);
        int features = weight.values().length / classes;
        double[] values = weight.values().clone();
        for (int feature = 0; feature < features; feature++) {
            double mean = 0;
            for (int i = feature; i < values.length; i += features) {
                mean += values[i] / classes;
            }
            for (int i = feature; i < values.length; i += features) {
                values[i] = (float) (values[i] - mean);
            }
        }
        return new Weight(weight.shape(), values);
    }

    private static Optimizer optimizer(Settings settings, int stepsPerEpoch) {
        return Optimizer.adam()
                .optLearningRateTracker(Tracker.cosine()
                        .setBaseValue((float) settings.learningRate())
                        .optFinalValue(FINAL_LEARNING_RATE)
                        .setMaxUpdates(stepsPerEpoch * settings.epochs())
                        .build())
                .build();
    }

    private static double step(
            DemoNetwork network, Optimizer optimizer, NDManager parent, List<TrainingExample> examples, Random random) {
        try (NDManager manager = parent.newSubManager()) {
            NDArray images = batch(
                    manager,
                    examples.stream().map(example -> example.augmented(random)).toList());
            NDArray targets = targets(manager, examples);
            double value;
            try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
                NDArray loss = network.logits(images, DemoNetwork.Mode.TRAINING)
                        .logSoftmax(1)
                        .mul(targets)
                        .sum()
                        .neg();
                gradients.backward(loss);
                value = loss.getFloat();
            }
            network.learned().forEach((name, array) -> {
                try (NDArray gradient = array.getGradient()) {
                    optimizer.update(name, array, gradient);
                    gradient.subi(gradient);
                }
            });
            return value;
        }
    }

    /** One over the batch size at each example's class, so that the sum over the batch is the mean loss. */
    private static NDArray targets(NDManager manager, List<TrainingExample> examples) {
        int classes = ShapeClass.values().length;
        float[] values = new float[examples.size() * classes];
        for (int i = 0; i < examples.size(); i++) {
            values[i * classes + examples.get(i).shape().ordinal()] = 1f / examples.size();
        }
        return manager.create(values, new Shape(examples.size(), classes));
    }

    private static List<TrainingExample> planted(DemoDataset.Settings settings) {
        return TrainingExample.of(DemoDataset.images(settings, DemoDataset.PLANTED), PREPROCESSING);
    }

    private static double shareCorrect(DemoNetwork network, NDManager parent, List<TrainingExample> examples) {
        int correct = 0;
        for (int first = 0; first < examples.size(); first += EVALUATION_BATCH) {
            List<TrainingExample> batch = examples.subList(first, Math.min(examples.size(), first + EVALUATION_BATCH));
            try (NDManager manager = parent.newSubManager()) {
                NDArray images = batch(
                        manager, batch.stream().map(TrainingExample::input).toList());
                long[] predicted = network.logits(images, DemoNetwork.Mode.EVALUATION)
                        .argMax(1)
                        .toLongArray();
                for (int i = 0; i < predicted.length; i++) {
                    correct += predicted[i] == batch.get(i).shape().ordinal() ? 1 : 0;
                }
            }
        }
        return correct / (double) examples.size();
    }

    private static NDArray batch(NDManager manager, List<float[]> inputs) {
        int length = PREPROCESSING.length();
        float[] values = new float[inputs.size() * length];
        for (int i = 0; i < inputs.size(); i++) {
            System.arraycopy(inputs.get(i), 0, values, i * length, length);
        }
        return manager.create(
                values,
                new Shape(inputs.size(), PREPROCESSING.channels(), PREPROCESSING.height(), PREPROCESSING.width()));
    }
}

package io.lrpspark.lrp.model;

import io.lrpspark.lrp.checkpoint.StateDict;
import io.lrpspark.lrp.checkpoint.Weight;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The weights of a DenseNet under the names that torchvision's {@code densenet.py} gives them today, with the
 * configuration that their shapes imply. Everything is checked: every weight of the network is there, has the shape
 * that the configuration asks for and holds finite numbers, and nothing else is there. Immutable.
 *
 * <p>Other spellings are understood: names of old torchvision files ({@code norm.1} for {@code norm1}), a common
 * prefix ({@code module.}, {@code densenet121.}), and a classifier inside a sequence ({@code classifier.0}).
 */
public final class DenseNetWeights {

    private static final String STEM = "features.conv0.weight";
    private static final String FIRST_CONVOLUTION = "features.denseblock1.denselayer1.conv2.weight";
    private static final String CLASSIFIER = "classifier.weight";
    private static final String COUNTER = ".num_batches_tracked";

    /** As torchvision's own loader has it. */
    private static final Pattern OLD_NAME = Pattern.compile("(.*denselayer\\d+\\.(?:norm|relu|conv))\\.([12]\\.\\w+)");

    private static final Pattern WRAPPED_CLASSIFIER = Pattern.compile("classifier\\.\\w+\\.(weight|bias)");
    private static final Pattern LAYER = Pattern.compile("features\\.denseblock(\\d{1,4})\\.denselayer(\\d{1,4})\\..*");
    private static final int NAMES_IN_A_MESSAGE = 3;

    private final String source;
    private final DenseNetConfiguration configuration;
    private final Map<String, Weight> weights;

    private DenseNetWeights(String source, DenseNetConfiguration configuration, Map<String, Weight> weights) {
        this.source = source;
        this.configuration = configuration;
        this.weights = weights;
    }

    /**
     * Finds a DenseNet in a state dict.
     *
     * @param stateDict the weights of a file
     * @return the weights of the network, all checked
     * @throws ModelException if the state dict holds no DenseNet, if a weight is missing, has another shape than
     *     expected, is not known, holds NaN or an infinite number, or if a running variance is negative
     */
    public static DenseNetWeights of(StateDict stateDict) {
        Canonical canonical = Canonical.of(stateDict);
        DenseNetConfiguration configuration = canonical.configuration();
        Map<String, List<Integer>> shapes = shapes(configuration);
        Map<String, Weight> weights = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> weights.put(name, canonical.checked(name, shape, configuration)));
        canonical.refuseOthers(shapes.keySet(), configuration);
        return new DenseNetWeights(stateDict.source(), configuration, Collections.unmodifiableMap(weights));
    }

    /**
     * The shapes of all weights of a DenseNet.
     *
     * @param configuration the configuration of the network
     * @return shapes by torchvision's names, in torchvision's order, without the batch counters
     */
    public static Map<String, List<Integer>> shapes(DenseNetConfiguration configuration) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        int growth = configuration.growthRate();
        int bottleneck = Math.multiplyExact(configuration.bottleneckFactor(), growth);
        int channels = configuration.initialFeatures();
        shapes.put(STEM, List.of(channels, configuration.inputChannels(), 7, 7));
        putNorm(shapes, "features.norm0", channels);
        for (int block = 1; block <= configuration.blocks().size(); block++) {
            for (int layer = 1; layer <= configuration.blocks().get(block - 1); layer++) {
                String prefix = "features.denseblock" + block + ".denselayer" + layer;
                putNorm(shapes, prefix + ".norm1", channels);
                shapes.put(prefix + ".conv1.weight", List.of(bottleneck, channels, 1, 1));
                putNorm(shapes, prefix + ".norm2", bottleneck);
                shapes.put(prefix + ".conv2.weight", List.of(growth, bottleneck, 3, 3));
                channels = Math.addExact(channels, growth);
            }
            if (block < configuration.blocks().size()) {
                putNorm(shapes, "features.transition" + block + ".norm", channels);
                shapes.put("features.transition" + block + ".conv.weight", List.of(channels / 2, channels, 1, 1));
                channels /= 2;
            }
        }
        putNorm(shapes, "features.norm5", channels);
        shapes.put(CLASSIFIER, List.of(configuration.classes(), channels));
        shapes.put("classifier.bias", List.of(configuration.classes()));
        return shapes;
    }

    private static void putNorm(Map<String, List<Integer>> shapes, String prefix, int channels) {
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            shapes.put(prefix + "." + part, List.of(channels));
        }
    }

    /**
     * The configuration of the network.
     *
     * @return what the shapes of the weights imply
     */
    public DenseNetConfiguration configuration() {
        return configuration;
    }

    /**
     * The names of all weights, without the batch counters, which inference does not use.
     *
     * @return torchvision's names, in torchvision's order
     */
    public Set<String> names() {
        return weights.keySet();
    }

    /**
     * The weight of a name.
     *
     * @param torchvisionName for example {@code features.denseblock1.denselayer1.norm1.weight}
     * @return the weight: [out, in, height, width] of a convolution, [channels] of a normalisation, [classes,
     *     channels] and [classes] of the classifier
     * @throws ModelException if a DenseNet of this configuration has no weight of that name
     */
    public Weight weight(String torchvisionName) {
        Weight weight = weights.get(torchvisionName);
        if (weight == null) {
            throw new ModelException("a DenseNet of configuration " + configuration + " (from " + source
                    + ") has no weight '" + torchvisionName + "', expected a name as torchvision has it");
        }
        return weight;
    }

    /**
     * SHA-256 of the names, shapes and numbers of all weights, in hexadecimal: equal for equal weights, whatever the
     * format of their file and the spelling of their names.
     *
     * @return 64 hexadecimal digits
     */
    public String fingerprint() {
        MessageDigest digest = sha256();
        weights.forEach((name, weight) -> {
            digest.update((name + weight.shape()).getBytes(StandardCharsets.UTF_8));
            ByteBuffer numbers = ByteBuffer.allocate(Math.multiplyExact(Double.BYTES, weight.values().length));
            numbers.asDoubleBuffer().put(weight.values());
            digest.update(numbers);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "DenseNetWeights of " + configuration + " from " + source;
    }

    /** A state dict seen through torchvision's names of today; remembers how the file spells them. */
    private record Canonical(StateDict stateDict, Map<String, String> spellings) {

        static Canonical of(StateDict stateDict) {
            String prefix = prefix(stateDict);
            Map<String, String> spellings = new LinkedHashMap<>();
            for (String spelling : stateDict.names()) {
                if (spelling.startsWith(prefix) && !spelling.endsWith(COUNTER)) {
                    String name = name(spelling.substring(prefix.length()));
                    String other = spellings.putIfAbsent(name, spelling);
                    if (other != null) {
                        throw new ModelException(stateDict.source() + " has both " + other + " and " + spelling
                                + ", which mean the same weight " + name + ": expected one of them");
                    }
                }
            }
            return new Canonical(stateDict, spellings);
        }

        private static String prefix(StateDict stateDict) {
            List<String> stems = stateDict.names().stream()
                    .filter(name -> name.equals(STEM) || name.endsWith("." + STEM))
                    .toList();
            if (stems.isEmpty()) {
                List<String> found =
                        stateDict.names().stream().limit(NAMES_IN_A_MESSAGE).toList();
                throw new ModelException(stateDict.source() + " holds no DenseNet: " + STEM + " is missing; it has "
                        + stateDict.names().size() + " weights"
                        + (found.isEmpty() ? "" : ", the first are " + String.join(", ", found)));
            }
            if (stems.size() > 1) {
                throw new ModelException(stateDict.source() + " holds more than one DenseNet ("
                        + String.join(", ", stems) + "): expected one, save the state dict of that network alone");
            }
            String stem = stems.get(0);
            return stem.substring(0, stem.length() - STEM.length());
        }

        private static String name(String spelling) {
            Matcher old = OLD_NAME.matcher(spelling);
            if (old.matches()) {
                return old.group(1) + old.group(2);
            }
            Matcher wrapped = WRAPPED_CLASSIFIER.matcher(spelling);
            return wrapped.matches() ? "classifier." + wrapped.group(1) : spelling;
        }

        DenseNetConfiguration configuration() {
            List<Integer> stem = sizes(STEM, 4, "[features, channels, 7, 7]");
            List<Integer> convolution =
                    sizes(FIRST_CONVOLUTION, 4, "[growth rate, bottleneck factor · growth rate, 3, 3]");
            List<Integer> classifier = sizes(CLASSIFIER, 2, "[classes, features]");
            int growth = convolution.get(0);
            if (convolution.get(1) % growth != 0) {
                throw new ModelException(describe(FIRST_CONVOLUTION) + " has shape " + convolution
                        + ", expected its second size to be a multiple of its first, the growth rate");
            }
            return new DenseNetConfiguration(
                    growth, blocks(), stem.get(0), convolution.get(1) / growth, classifier.get(0), stem.get(1));
        }

        /** Every block and layer up to the last one has to be there, which also bounds what a damaged file can ask. */
        private List<Integer> blocks() {
            TreeMap<Integer, TreeSet<Integer>> layers = new TreeMap<>();
            for (String name : spellings.keySet()) {
                Matcher layer = LAYER.matcher(name);
                if (layer.matches()) {
                    layers.computeIfAbsent(Integer.parseInt(layer.group(1)), block -> new TreeSet<>())
                            .add(Integer.parseInt(layer.group(2)));
                }
            }
            List<Integer> blocks = new ArrayList<>();
            for (int block = 1; block <= layers.lastKey(); block++) {
                TreeSet<Integer> ofBlock = layers.getOrDefault(block, new TreeSet<>(List.of(1)));
                for (int layer = 1; layer <= ofBlock.last(); layer++) {
                    if (!layers.containsKey(block) || !ofBlock.contains(layer)) {
                        throw new ModelException("features.denseblock" + block + ".denselayer" + layer
                                + ".norm1.weight is missing from " + stateDict.source()
                                + ": expected every layer up to the last one, features.denseblock" + layers.lastKey()
                                + ".denselayer" + layers.lastEntry().getValue().last());
                    }
                }
                blocks.add(ofBlock.last());
            }
            return blocks;
        }

        private List<Integer> sizes(String name, int dimensions, String expected) {
            List<Integer> shape = find(name, "it tells the configuration, expected with shape " + expected)
                    .shape();
            if (shape.size() != dimensions || shape.contains(0)) {
                throw new ModelException(describe(name) + " has shape " + shape + ", expected " + expected);
            }
            return shape;
        }

        private Weight find(String name, String why) {
            String spelling = spellings.get(name);
            if (spelling == null) {
                throw new ModelException(name + " is missing from " + stateDict.source() + ": " + why);
            }
            return stateDict.find(spelling).orElseThrow();
        }

        Weight checked(String name, List<Integer> shape, DenseNetConfiguration configuration) {
            Weight weight = find(name, "expected with shape " + shape + " in a " + describe(configuration));
            if (!weight.shape().equals(shape)) {
                throw new ModelException(describe(name) + " has shape " + weight.shape() + ", expected " + shape
                        + " in a " + describe(configuration));
            }
            double[] values = weight.values();
            for (int i = 0; i < values.length; i++) {
                if (!Double.isFinite(values[i])) {
                    throw new ModelException(describe(name) + " holds " + values[i] + " at index " + i
                            + " (row-major), expected finite numbers");
                }
                if (values[i] < 0 && name.endsWith(".running_var")) {
                    throw new ModelException(describe(name) + " holds " + values[i] + " at index " + i
                            + ", expected variances of 0 or more");
                }
            }
            return weight;
        }

        void refuseOthers(Set<String> known, DenseNetConfiguration configuration) {
            for (String name : spellings.keySet()) {
                if (!known.contains(name)) {
                    throw new ModelException(describe(name) + " is not known, expected only the weights of a "
                            + describe(configuration));
                }
            }
        }

        private static String describe(DenseNetConfiguration configuration) {
            return "DenseNet with growth rate " + configuration.growthRate() + " and blocks " + configuration.blocks();
        }

        private String describe(String name) {
            return spellings.get(name) + " of " + stateDict.source();
        }
    }
}

package io.lrpspark.lrp;

import com.fasterxml.jackson.databind.JsonNode;
import io.lrpspark.lrp.rule.Bias;
import io.lrpspark.lrp.rule.Composite;
import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.Gamma;
import io.lrpspark.lrp.rule.InputRange;
import io.lrpspark.lrp.rule.WSquare;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The golden files, and what their manifest means in the names of this project. */
public final class Golden {
    private static final Map<String, String> COMPOSITES = Map.ofEntries(
            Map.entry("EpsilonPlus", "epsilon-plus"),
            Map.entry("EpsilonPlusFlat", "epsilon-plus-flat"),
            Map.entry("EpsilonAlpha2Beta1", "epsilon-alpha2-beta1"),
            Map.entry("EpsilonAlpha2Beta1Flat", "epsilon-alpha2-beta1-flat"),
            Map.entry("EpsilonGammaBox", "epsilon-gamma-box"),
            Map.entry("Epsilon", "epsilon"),
            Map.entry("ExcitationBackprop", "excitation-backprop"),
            Map.entry("Gradient", "gradient"),
            Map.entry("IntegratedGradients", "integrated-gradients"),
            Map.entry("GuidedBackprop", "guided-backprop"),
            Map.entry("DeconvNet", "deconvnet"));

    private static final Map<String, Integer> BASELINES = Map.of("zeros", 0);

    private static final Set<String> ONLY_ON_FIRST_RELU = Set.of("GuidedBackprop", "DeconvNet");

    /** No composite of zennit's, but one that the golden cases were made with. */
    private static final String OWN = "WSquareGamma";

    private Golden() {}

    /**
     * The folder that the system property {@code golden.dir} names, seen from the module or from the project's root, where Maven is called;
     * by default the one in the test resources.
     */
    static Path folder() {
        String property = System.getProperty("golden.dir", "");
        if (property.isEmpty()) {
            return file("manifest.json").getParent();
        }
        Path folder = Path.of(property);
        return Files.isDirectory(folder) ? folder : Path.of("..").resolve(folder);
    }

    /** The file at a path relative to the golden folder of the test resources, such as {@code tiny-a/tiny-a.pth}. */
    public static Path file(String path) {
        URL resource = Golden.class.getResource("/golden/" + path);
        if (resource == null) {
            throw new IllegalArgumentException("no golden file " + path);
        }
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    /** Whether there is such a composite. */
    static boolean knows(String composite) {
        return composite.equals(OWN) || COMPOSITES.containsKey(composite);
    }

    /** The composite of a case. */
    static Composite composite(JsonNode golden) {
        String name = golden.get("composite").asText();
        String canonizer = golden.get("canonizer").asText();
        if (name.equals(OWN)) {
            return ownComposite(canonizer, golden.get("parameters"));
        }
        String known = COMPOSITES.get(name);
        Composite composite = parse(parameters(golden).isEmpty() ? known : known + ":" + parameters(golden));
        boolean merged =
                List.of("sequential-thresh", "thresh-sequential", "untangled").contains(canonizer);
        if (merged && ONLY_ON_FIRST_RELU.contains(name)) {
            return restricted(composite);
        }
        return canonizer.equals("untangled") && name.endsWith("Flat") ? onClassifier(composite) : composite;
    }

    /** WSquare on the first layer, Gamma on the others. */
    private static Composite ownComposite(String canonizer, JsonNode parameters) {
        double stabilizer = parameters.path("stabilizer").asDouble(1e-6);
        double gamma = parameters.path("gamma").asDouble(0.25);
        Bias bias = parameters.has("zero_params") ? Bias.ZEROED : Bias.KEPT;
        Composite composite = new Composite(
                "wsquare-gamma",
                Composite.onBase(
                        stabilizer,
                        new Assignment(Composite.LINEAR_LAYERS, Position.FIRST, new WSquare(stabilizer, bias)),
                        new Assignment(
                                Composite.LINEAR_LAYERS, Position.ANYWHERE, new Gamma(gamma, stabilizer, bias))));
        return canonizer.equals("untangled") ? onClassifier(composite) : composite;
    }

    /** A quirk of the published tools: under {@code untangled}, the rule of the first layer acts on the classifier. */
    private static Composite onClassifier(Composite composite) {
        List<Assignment> assignments = new ArrayList<>();
        for (Assignment assignment : composite.assignments()) {
            assignments.add(
                    assignment.position() == Position.FIRST
                            ? new Assignment(Composite.FULLY_CONNECTED, Position.ANYWHERE, assignment.rule())
                            : assignment);
        }
        return new Composite(composite.description(), assignments);
    }

    /** A quirk of the published tools: on merged networks, guided rules act on the first ReLU, and elsewhere is the gradient. */
    private static Composite restricted(Composite composite) {
        return new Composite(
                composite.description(),
                composite.assignments().stream()
                        .map(assignment -> new Assignment(
                                assignment.kinds(), "features.relu0", assignment.position(), assignment.rule()))
                        .toList());
    }

    private static String parameters(JsonNode golden) {
        List<String> parameters = new ArrayList<>();
        golden.get("parameters").fields().forEachRemaining(entry -> {
            switch (entry.getKey()) {
                case "zero_params" -> parameters.add("zero=bias");
                case "n_iter" -> parameters.add("steps=" + entry.getValue());
                case "baseline" -> parameters.add(
                        "baseline=" + BASELINES.get(entry.getValue().asText()));
                default -> parameters.add(entry.getKey() + "=" + numbers(entry.getValue()));
            }
        });
        return String.join(",", parameters);
    }

    private static String numbers(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> numbers = new ArrayList<>();
        value.forEach(number -> numbers.add(number.asText()));
        return String.join("/", numbers);
    }

    static Composite parse(String specification) {
        return Composites.parse(specification, new InputRange(List.of(-3.0), List.of(3.0)));
    }

    static int[][] targets(JsonNode golden, int count) {
        int[][] targets = new int[count][];
        for (int image = 0; image < count; image++) {
            targets[image] = new int[] {golden.get("target").get(image).asInt()};
        }
        return targets;
    }

    /** The relative L2 distance. */
    static double relativeDistance(double[] actual, double[] expected) {
        double difference = 0;
        double norm = 0;
        for (int index = 0; index < expected.length; index++) {
            difference += (actual[index] - expected[index]) * (actual[index] - expected[index]);
            norm += expected[index] * expected[index];
        }
        return Math.sqrt(difference) / Math.sqrt(norm);
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.registry.Registry;
import io.lrpspark.lrp.registry.UnknownNameException;
import io.lrpspark.lrp.rule.Composite.Assignment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The composites that can be called by name. */
public final class Composites {
    private static final Registry<CompositeFactory> FACTORIES = Registry.of("composite", entries());

    private Composites() {}

    private static Map<String, CompositeFactory> entries() {
        Map<String, CompositeFactory> entries = new LinkedHashMap<>();
        entries.put("epsilon-plus", new EpsilonPlus());
        entries.put("epsilon-plus-flat", new FlatFirst("epsilon-plus", new EpsilonPlus()));
        entries.put("epsilon-alpha2-beta1", new EpsilonAlpha2Beta1());
        entries.put("epsilon-alpha2-beta1-flat", new FlatFirst("epsilon-alpha2-beta1", new EpsilonAlpha2Beta1()));
        entries.put("epsilon-gamma-box", new EpsilonGammaBox());
        entries.put("epsilon", new EpsilonEverywhere());
        entries.put("excitation-backprop", new ExcitationBackprop());
        entries.put("gradient", new GradientComposite());
        entries.put("gradient-x-input", new GradientTimesInput());
        entries.put("smooth-grad", new SmoothGrad());
        entries.put("integrated-gradients", new IntegratedGradients());
        entries.put("occlusion", new Occlusion());
        entries.put("guided-backprop", new GuidedBackprop());
        entries.put("deconvnet", new DeconvNet());
        entries.put("beta-smooth", new BetaSmooth());
        return entries;
    }

    /** The names, in the order of listings. */
    public static Set<String> names() {
        return FACTORIES.names();
    }

    /** The names of those whose map, with default parameters, is the relevance of a single pass. */
    public static Set<String> ofOnePass() {
        return FACTORIES.entries().entrySet().stream()
                .filter(entry -> entry.getValue()
                                .method(Parameters.parse(entry.getKey(), ""))
                                .kind()
                        == Method.Kind.DIRECT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * The rules of the passes that a method of several takes: those of the composite that the parameter {@code of} names, with its
     * parameters; by default none, which is the gradient.
     */
    static List<Assignment> ofPasses(Parameters parameters, InputRange range) {
        String name = parameters.text("of", "gradient");
        if (!ofOnePass().contains(name)) {
            throw new UnknownNameException("composite of one pass", name, ofOnePass());
        }
        return FACTORIES.get(name).create(parameters, range);
    }

    /** What the composite of that name does, in one line. */
    public static String summary(String name) {
        return FACTORIES.get(name).summary();
    }

    /** Whether a specification means a file rather than a name. */
    public static boolean isFile(String specification) {
        return CompositeFile.isMeantBy(specification);
    }

    /**
     * The composite in the content of a file, wherever that lies.
     *
     * @param location of the file, for messages
     * @param content YAML in UTF-8
     * @param range black and white in normalised units, for boxes without bounds
     * @throws RuleException if anything in it is not understood; the message names the line
     */
    public static Composite ofFile(String location, byte[] content, InputRange range) {
        return CompositeFile.read(location, content, range);
    }

    /**
     * The composite that a specification means: {@code name}, {@code name:parameter=value,…}, or the path of a file in YAML, which ends in
     * {@code .yaml} or {@code .yml}.
     *
     * @param specification such as {@code epsilon-gamma-box:low=-3,high=3}
     * @param range black and white in normalised units, for composites that need a box and are given none
     * @throws io.lrpspark.lrp.registry.UnknownNameException if there is no such composite or parameter
     * @throws RuleException if a parameter is out of range, or the file cannot be read or understood
     */
    public static Composite parse(String specification, InputRange range) {
        if (isFile(specification)) {
            return CompositeFile.read(Path.of(specification), range);
        }
        int colon = specification.indexOf(':');
        String name = colon < 0 ? specification : specification.substring(0, colon);
        CompositeFactory factory = FACTORIES.get(name);
        if (colon >= 0 && specification.substring(colon + 1).isBlank()) {
            throw new RuleException("composite '%s' has no parameters behind its colon: expected name=value, or %s"
                    .formatted(specification, name));
        }
        Parameters parameters = Parameters.parse(name, colon < 0 ? "" : specification.substring(colon + 1));
        List<Assignment> assignments = factory.create(parameters, range);
        Method method = factory.method(parameters);
        parameters.requireAllKnown();
        return new Composite(specification, assignments, method);
    }
}

package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.registry.Registry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The rules that composite files can call by name. */
public final class Rules {
    private static final Registry<RuleFactory> FACTORIES = Registry.of("rule", entries());

    private Rules() {}

    private static Map<String, RuleFactory> entries() {
        Map<String, RuleFactory> entries = new LinkedHashMap<>();
        entries.put("epsilon", Epsilon::of);
        entries.put("gamma", Gamma::of);
        entries.put("z-plus", ZPlus::of);
        entries.put("alpha-beta", AlphaBeta::of);
        entries.put("z-box", ZBox::of);
        entries.put("w-square", WSquare::of);
        entries.put("flat", Flat::of);
        entries.put("pass", Pass::of);
        entries.put("norm", Norm::of);
        entries.put("gradient", Gradient::of);
        entries.put("relu-deconvnet", ReluDeconvNet::of);
        entries.put("relu-guided", ReluGuided::of);
        entries.put("relu-beta-smooth", ReluBetaSmooth::of);
        return entries;
    }

    /** The names, in the order of listings. */
    public static Set<String> names() {
        return FACTORIES.names();
    }

    /**
     * The rule of that name.
     *
     * @param parameters its parameters; those that are missing get their defaults, which are zennit's
     * @param range black and white in normalised units, for a box that is not given
     * @throws io.lrpspark.lrp.registry.UnknownNameException if there is no such rule or parameter
     * @throws RuleException if a parameter is out of range
     */
    static Rule create(String name, Parameters parameters, InputRange range) {
        Rule rule = FACTORIES.get(name).create(parameters, range);
        parameters.requireAllKnown();
        return rule;
    }
}

package io.lrpspark.lrp.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Weights by name, in the order of the file that they come from. Immutable. */
public final class StateDict {

    private final String source;
    private final Map<String, Weight> weights;

    private StateDict(String source, Map<String, Weight> weights) {
        this.source = source;
        this.weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /**
     * A state dict that comes from no file.
     *
     * @param weights the weights by name; their order is kept
     * @return the state dict, with {@code the state dict} as its source
     */
    public static StateDict of(Map<String, Weight> weights) {
        return of("the state dict", weights);
    }

    /**
     * A state dict that knows where it comes from.
     *
     * @param source what error messages call it: the name of a file
     * @param weights the weights by name; their order is kept
     * @return the state dict
     */
    public static StateDict of(String source, Map<String, Weight> weights) {
        return new StateDict(source, weights);
    }

    /**
     * What error messages call this state dict.
     *
     * @return the name of the file
     */
    public String source() {
        return source;
    }

    /**
     * The names of all weights.
     *
     * @return the names, in the order of the file
     */
    public Set<String> names() {
        return weights.keySet();
    }

    /**
     * The weight of a name.
     *
     * @param name the name as it is in the file
     * @return the weight, or empty if there is none of that name
     */
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(weights.get(name));
    }

    @Override
    public String toString() {
        return "StateDict of " + weights.size() + " weights from " + source;
    }
}

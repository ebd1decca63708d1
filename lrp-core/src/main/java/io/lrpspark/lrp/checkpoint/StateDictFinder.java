package io.lrpspark.lrp.checkpoint;

import io.lrpspark.lrp.checkpoint.Pickled.Dictionary;
import io.lrpspark.lrp.checkpoint.Pickled.Instance;
import io.lrpspark.lrp.checkpoint.Pickled.Sequence;
import io.lrpspark.lrp.checkpoint.Pickled.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds the tensors of a network, by name, in what a pickle holds: a state dict, a checkpoint with a state dict in it, a
 * whole pickled module, or a TorchScript module. Modules are walked as the data that they are.
 */
final class StateDictFinder {

    /** Where training scripts put the state dict, in the order of preference. */
    private static final List<String> CHECKPOINT_KEYS = List.of("state_dict", "model_state_dict", "model");

    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 1024;
    /** Data that a file shares can be much larger to walk than to write down. */
    private static final int MOST_ENTRIES = 1_000_000;

    private static final int MOST_TENSORS = 50_000;
    private static final int KEYS_IN_A_MESSAGE = 5;

    private final String name;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private int entriesLeft = MOST_ENTRIES;

    private StateDictFinder(String name) {
        this.name = name;
    }

    /**
     * The tensors of a network.
     *
     * @param name what error messages call the file
     * @param root what the pickle of the file holds
     * @return tensors by the names that a state dict has for them, at least one
     * @throws CheckpointException if there are none, or if modules are nested without end
     */
    static Map<String, Tensor> find(String name, Object root) {
        StateDictFinder finder = new StateDictFinder(name);
        finder.visit(root, 0);
        if (finder.tensors.isEmpty()) {
            throw new CheckpointException(name + " holds no weights: expected tensors by name, a dictionary with them"
                    + " under one of " + String.join(", ", CHECKPOINT_KEYS) + ", or a module; found "
                    + describe(root));
        }
        return finder.tensors;
    }

    private static String describe(Object root) {
        return root instanceof Dictionary dictionary
                ? "a dictionary with " + dictionary.entries().size() + " keys: "
                        + dictionary.entries().keySet().stream()
                                .filter(String.class::isInstance)
                                .map(String.class::cast)
                                .limit(KEYS_IN_A_MESSAGE)
                                .collect(Collectors.joining(", "))
                : Pickled.describe(root);
    }

    private void visit(Object value, int depth) {
        if (value instanceof Instance module) {
            addModule("", module, depth);
        } else if (value instanceof Dictionary dictionary && depth < DEEPEST) {
            for (String key : CHECKPOINT_KEYS) {
                Object nested = dictionary.get(key);
                if (nested instanceof Dictionary || nested instanceof Instance) {
                    visit(nested, depth + 1);
                    return;
                }
            }
            addTensors("", dictionary);
        }
    }

    private void addModule(String prefix, Instance module, int depth) {
        if (depth > DEEPEST) {
            throw new CheckpointException(
                    name + " nests modules more than " + DEEPEST + " deep, which no network needs");
        }
        Dictionary attributes = module.attributes();
        if (attributes.get("_modules") instanceof Dictionary submodules) {
            if (attributes.get("_parameters") instanceof Dictionary parameters) {
                addTensors(prefix, parameters);
            }
            if (attributes.get("_buffers") instanceof Dictionary buffers) {
                addTensors(prefix, persistent(buffers, attributes.get("_non_persistent_buffers_set")));
            }
            addSubmodules(prefix, submodules, depth);
        } else {
            addTensors(prefix, attributes);
            addSubmodules(prefix, attributes, depth);
        }
    }

    /** Buffers that the module itself leaves out of its state dict. */
    private Dictionary persistent(Dictionary buffers, Object excluded) {
        List<Object> names = excluded instanceof Sequence sequence ? sequence.items() : List.of();
        spend(names.size() + buffers.entries().size());
        Dictionary persistent = new Dictionary();
        persistent.entries().putAll(buffers.entries());
        names.stream().filter(String.class::isInstance).forEach(persistent.entries()::remove);
        return persistent;
    }

    private void addTensors(String prefix, Dictionary dictionary) {
        spend(dictionary.entries().size());
        dictionary.entries().forEach((key, value) -> {
            if (key instanceof String text && value instanceof Tensor tensor) {
                tensors.put(join(prefix, text), tensor);
            }
        });
        if (tensors.size() > MOST_TENSORS) {
            throw new CheckpointException(name + " has more than " + MOST_TENSORS + " tensors, which no network needs");
        }
    }

    private void addSubmodules(String prefix, Dictionary dictionary, int depth) {
        spend(dictionary.entries().size());
        dictionary.entries().forEach((key, value) -> {
            if (key instanceof String text && value instanceof Instance module) {
                addModule(join(prefix, text) + ".", module, depth + 1);
            }
        });
    }

    private void spend(int entries) {
        entriesLeft -= entries;
        if (entriesLeft < 0) {
            throw new CheckpointException(
                    name + " has more than " + MOST_ENTRIES + " entries in its modules, which no network needs");
        }
    }

    private String join(String prefix, String key) {
        if (prefix.length() + key.length() > LONGEST_NAME) {
            throw new CheckpointException(
                    name + " has a name of more than " + LONGEST_NAME + " characters, which no network needs");
        }
        return prefix + key;
    }
}

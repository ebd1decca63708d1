package io.lrpspark.lrp.rule;

import io.lrpspark.lrp.graph.NodeKind;
import io.lrpspark.lrp.registry.Registry;
import io.lrpspark.lrp.registry.UnknownNameException;
import io.lrpspark.lrp.rule.Composite.Assignment;
import io.lrpspark.lrp.rule.Composite.Position;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A composite in a YAML file: {@code base: true|false} and {@code rules:}, a list of entries of which the first match wins.
 *
 * <p>The file is read as a tree of marked text, so that every complaint names its line; nothing is ever constructed from its tags.
 */
final class CompositeFile {
    private static final double BASE_STABILIZER = 1e-6;
    private static final int DIGEST_CHARACTERS = 16;
    private static final Set<String> ENTRY_KEYS = Set.of("kind", "name", "position", "rule");
    private static final Registry<Set<NodeKind>> KINDS = Registry.of("kind of layer", kinds());
    private static final Registry<Position> POSITIONS =
            Registry.of("position", ordered("first", Position.FIRST, "any", Position.ANYWHERE));
    private static final Registry<String> FIELDS = Registry.of("key", ordered("base", "base", "rules", "rules"));
    private static final Registry<Boolean> SWITCHES = Registry.of("base", ordered("true", true, "false", false));

    private final String file;
    private final InputRange range;

    private CompositeFile(String file, InputRange range) {
        this.file = file;
        this.range = range;
    }

    private static Map<String, Set<NodeKind>> kinds() {
        Map<String, Set<NodeKind>> kinds = new LinkedHashMap<>();
        kinds.put("convolution", Kinds.CONVOLUTIONS);
        kinds.put("linear", Set.of(NodeKind.LINEAR));
        kinds.put("batch-norm", Set.of(NodeKind.BATCH_NORM));
        kinds.put("activation", Kinds.ACTIVATIONS);
        kinds.put("relu", Set.of(NodeKind.RELU));
        kinds.put("threshold", Set.of(NodeKind.THRESHOLD));
        kinds.put("max-pool", Set.of(NodeKind.MAX_POOL));
        kinds.put("average-pool", Kinds.AVERAGE_POOLS);
        kinds.put("global-average-pool", Set.of(NodeKind.GLOBAL_AVERAGE_POOL));
        return kinds;
    }

    private static <T> Map<String, T> ordered(String firstName, T first, String secondName, T second) {
        Map<String, T> entries = new LinkedHashMap<>();
        entries.put(firstName, first);
        entries.put(secondName, second);
        return entries;
    }

    /** Whether a specification means a file rather than a name. */
    static boolean isMeantBy(String specification) {
        return specification.endsWith(".yaml") || specification.endsWith(".yml");
    }

    /**
     * The composite in a file.
     *
     * @throws RuleException if it cannot be read, or anything in it is not understood; the message names the line
     */
    static Composite read(Path path, InputRange range) {
        try {
            return read(path.toString(), Files.readAllBytes(path), range);
        } catch (NoSuchFileException missing) {
            throw new RuleException("there is no composite file %s".formatted(path));
        } catch (IOException unreadable) {
            throw new RuleException(
                    "the composite file %s cannot be read: %s".formatted(path, unreadable.getMessage()));
        }
    }

    /**
     * The composite in the content of a file.
     *
     * @param location of the file, for messages; what follows its last slash is for the description
     * @throws RuleException if anything in it is not understood; the message names the line
     */
    static Composite read(String location, byte[] content, InputRange range) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new RuleException("the composite file %s is not text in UTF-8".formatted(location));
        }
        String description =
                "%s sha256:%s".formatted(location.substring(location.lastIndexOf('/') + 1), digest(content));
        return new Composite(description, new CompositeFile(location, range).parse(text));
    }

    private List<Assignment> parse(String text) {
        Node root;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
        } catch (MarkedYAMLException malformed) {
            throw new RuleException("%s, line %d: this cannot be read as YAML: %s"
                    .formatted(file, malformed.getProblemMark().getLine() + 1, malformed.getProblem()));
        } catch (YAMLException malformed) {
            throw new RuleException("%s cannot be read as YAML: %s".formatted(file, malformed.getMessage()));
        }
        if (root instanceof SequenceNode list) {
            return Composite.onBase(BASE_STABILIZER, entries(list));
        }
        if (!(root instanceof MappingNode mapping)) {
            throw new RuleException(
                    "%s holds no rules: expected a list of entries, or 'rules:' and one".formatted(file));
        }
        Map<String, Node> fields = fields(mapping);
        fields.forEach((key, value) -> at(value, () -> FIELDS.get(key)));
        if (!(fields.get("rules") instanceof SequenceNode list)) {
            throw failure(root, "'rules' must be a list of entries");
        }
        List<Assignment> own = entries(list);
        Node base = fields.get("base");
        boolean inherits = base == null || at(base, () -> SWITCHES.get(scalar(base, "base")));
        return inherits ? Composite.onBase(BASE_STABILIZER, own) : own;
    }

    private List<Assignment> entries(SequenceNode list) {
        List<Assignment> assignments = new ArrayList<>();
        for (Node entry : list.getValue()) {
            if (!(entry instanceof MappingNode mapping)) {
                throw failure(entry, "an entry needs the form 'kind: …', 'rule: …'");
            }
            assignments.add(assignment(mapping));
        }
        return assignments;
    }

    private Assignment assignment(MappingNode entry) {
        Map<String, Node> fields = fields(entry);
        Node name = fields.get("rule");
        if (name == null) {
            throw failure(entry, "an entry needs a 'rule', one of %s".formatted(String.join(", ", Rules.names())));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            if (!ENTRY_KEYS.contains(key)) {
                parameters.put(key, String.join("/", scalars(value, key)));
            }
        });
        return at(name, () -> {
            String ruleName = scalar(name, "rule");
            Rule rule = Rules.create(ruleName, Parameters.of(ruleName, parameters), range);
            Set<NodeKind> kinds = fields.containsKey("kind") ? kinds(fields.get("kind")) : rule.kinds();
            Position position = fields.containsKey("position")
                    ? at(fields.get("position"), () -> POSITIONS.get(scalar(fields.get("position"), "position")))
                    : Position.ANYWHERE;
            requireMeaning(ruleName, rule, kinds, position);
            String names = fields.containsKey("name") ? scalar(fields.get("name"), "name") : "*";
            return new Assignment(kinds, names, position, rule, "line " + line(entry));
        });
    }

    private static void requireMeaning(String name, Rule rule, Set<NodeKind> kinds, Position position) {
        Set<NodeKind> others = EnumSet.copyOf(kinds);
        others.removeAll(rule.kinds());
        if (!others.isEmpty()) {
            throw new RuleException("rule '%s' has no meaning for %s: it is for %s"
                    .formatted(name, Kinds.print(others), Kinds.print(rule.kinds())));
        }
        if (position == Position.FIRST && kinds.stream().noneMatch(Composite.LINEAR_LAYERS::contains)) {
            throw new RuleException("'position: first' means the first layer of kind %s, and this entry is for %s"
                    .formatted(Kinds.print(Composite.LINEAR_LAYERS), Kinds.print(kinds)));
        }
    }

    private Set<NodeKind> kinds(Node value) {
        return at(value, () -> scalars(value, "kind").stream()
                .flatMap(kind -> KINDS.get(kind).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(NodeKind.class))));
    }

    private Map<String, Node> fields(MappingNode mapping) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a key");
            if (fields.put(key, tuple.getValueNode()) != null) {
                throw failure(tuple.getKeyNode(), "'%s' is given twice".formatted(key));
            }
        }
        return fields;
    }

    private List<String> scalars(Node value, String key) {
        if (!(value instanceof SequenceNode list)) {
            return List.of(scalar(value, key));
        }
        if (list.getValue().isEmpty()) {
            throw failure(value, "'%s' is an empty list".formatted(key));
        }
        return list.getValue().stream().map(element -> scalar(element, key)).toList();
    }

    private String scalar(Node value, String key) {
        if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw failure(value, "'%s' must be a single value".formatted(key));
    }

    /** What the work gives; what it throws gets the file and the line put before it. */
    private <T> T at(Node node, Supplier<T> work) {
        try {
            return work.get();
        } catch (UnknownNameException unknown) {
            throw failure(node, unknown.getMessage());
        } catch (RuleException refused) {
            throw refused.getMessage().startsWith(file) ? refused : failure(node, refused.getMessage());
        }
    }

    private RuleException failure(Node node, String problem) {
        return new RuleException("%s, line %d: %s".formatted(file, line(node), problem));
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}

package io.lrpspark.lrp.program;

import io.lrpspark.lrp.tensor.Op;
import io.lrpspark.lrp.tensor.Operation;
import io.lrpspark.lrp.tensor.TensorProgram;
import io.lrpspark.lrp.tensor.TensorProgram.Result;
import io.lrpspark.lrp.tensor.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints a program as TorchScript, in the form that libtorch reads from an archive: every ATen operator is {@code torch.<name>}, every
 * statement binds a name.
 *
 * <p>The engine hands the stored tensors to {@code __setstate__} when it loads the class, which computes derived parameters and layouts;
 * so a loaded module is ready and never changes. {@code predict(images)} gives logits [N, K]; {@code forward(images, targets)} with
 * targets [N, T] gives logits [N, K], classes [N, T], relevance [N, T, C, H, W] and the ledger [N, T, entries]; it calls {@code single} for one target and repeats what depends on the target for several.
 */
final class TorchScriptPrinter {
    private static final String SELF = "self: __torch__.Attribution";

    /** Operations that return a part of their operand's memory. */
    private static final Set<Op> VIEWS = Set.of(Op.SLICE, Op.EXPAND, Op.IMAGES, Op.TARGETS);

    private static final Map<Op, String> IN_PLACE = Map.ofEntries(
            Map.entry(Op.ADD, "add"),
            Map.entry(Op.SUBTRACT, "sub"),
            Map.entry(Op.MULTIPLY, "mul"),
            Map.entry(Op.DIVIDE, "div"),
            Map.entry(Op.MULTIPLY_ADD, "addcmul"),
            Map.entry(Op.DAMP, "addcdiv"),
            Map.entry(Op.ADD_SCALAR, "add"),
            Map.entry(Op.MULTIPLY_SCALAR, "mul"),
            Map.entry(Op.ABSOLUTE, "abs"),
            Map.entry(Op.POSITIVE, "relu"),
            Map.entry(Op.SIGN, "sign"),
            Map.entry(Op.CLAMP, "clamp"));

    private final TensorProgram program;
    private final Target target;
    private final int classes;
    private final Set<String> attributes = new LinkedHashSet<>();
    private final Map<String, Attribute> stored = new LinkedHashMap<>();
    private final Map<Integer, Operation> byId = new HashMap<>();
    private final Map<Integer, PhasedGradient> phasedGradients = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * A tensor attribute of the class.
     *
     * @param shape its shape
     * @param elements row-major
     */
    record Attribute(List<Integer> shape, double[] elements) {}

    /**
     * What an archive is made of.
     *
     * @param code the class
     * @param stored the tensors it is loaded with, by name, in the order of its state
     */
    record Printed(String code, Map<String, Attribute> stored) {}

    private TorchScriptPrinter(AttributionProgram program, Target target) {
        this.program = program.tensors();
        this.target = target;
        this.classes = program.classes();
        this.program
                .operations()
                .forEach(operation -> byId.put(operation.result().id(), operation));
    }

    static Printed print(AttributionProgram program, Target target) {
        return new TorchScriptPrinter(program, target).print();
    }

    private Printed print() {
        StringBuilder methods = new StringBuilder();
        methods.append(predict());
        methods.append(single());
        methods.append(several());
        methods.append(forward());
        methods.insert(0, state());
        text.append("class Attribution(Module):\n  __parameters__ = []\n  __buffers__ = [");
        attributes.forEach(name -> text.append('"').append(name).append("\", "));
        text.append("]\n  training : bool\n");
        attributes.forEach(name -> text.append("  ").append(name).append(" : Tensor\n"));
        text.append(methods);
        return new Printed(text.toString(), stored);
    }

    // ---- methods -------------------------------------------------------------------------------------------------

    /** Stored tensors become attributes, and attributes that no tensor is stored for are computed. */
    private String state() {
        Set<Integer> needed = new HashSet<>();
        List<Operation> reversed = new ArrayList<>(program.operations());
        Collections.reverse(reversed);
        for (Operation operation : reversed) {
            int id = operation.result().id();
            if (operation.result().constant()
                    && (Stream.of("c", "f", "p").anyMatch(prefix -> attributes.contains(prefix + id))
                            || needed.contains(id))) {
                needed.add(id);
                operation.operands().forEach(operand -> needed.add(operand.id()));
            }
        }
        StringBuilder body = new StringBuilder();
        for (Operation operation : program.operations()) {
            Value value = operation.result();
            if (needed.contains(value.id())) {
                derive(body, operation);
            }
        }
        StringBuilder get = new StringBuilder("  def __getstate__(" + SELF + ") -> List[Tensor]:\n    return [");
        StringBuilder set = new StringBuilder("  def __setstate__(" + SELF + ", state: List[Tensor]) -> None:\n");
        set.append("    self.training = False\n");
        int index = 0;
        for (String name : stored.keySet()) {
            attributes.add(name);
            get.append(index == 0 ? "" : ", ").append("self.").append(name);
            set.append("    self.%s = torch.__getitem__(state, %d)%n".formatted(name, index++));
        }
        return get.append("]\n")
                .append(set)
                .append(body)
                .append("    return None\n")
                .toString();
    }

    private void derive(StringBuilder body, Operation operation) {
        Value value = operation.result();
        String name = "v" + value.id();
        String expression;
        if (operation.op() == Op.CONSTANT) {
            String source = attributes.contains("c" + value.id()) ? "c" + value.id() : "s" + value.id();
            stored.put(source, new Attribute(stored(value), program.constants().get(value.id())));
            expression = "self." + source;
        } else {
            expression = expression(operation, this::local, unused -> false);
        }
        boolean kernel = value.shape().size() == 4;
        if (kernel && target != Target.CUDA) {
            expression = "torch.contiguous(" + expression + ", memory_format=2)";
        }
        body.append("    ").append(name).append(" = ").append(expression).append('\n');
        if (attributes.contains("c" + value.id())) {
            body.append("    self.c%d = %s%n".formatted(value.id(), name));
        }
        if (attributes.contains("f" + value.id())) {
            body.append(
                    "    self.f%d = torch.contiguous(torch.flip(torch.transpose(%s, 0, 1), [2, 3]), memory_format=2)%n"
                            .formatted(value.id(), name));
        }
        if (attributes.contains("p" + value.id())) {
            body.append("    self.p%d = torch.contiguous(%s, memory_format=2)%n"
                    .formatted(value.id(), phasedGradients.get(value.id()).kernel(name)));
        }
    }

    private String predict() {
        Value logits = result(AttributionCompiler.LOGITS);
        Set<Integer> needed = needed(List.of(logits));
        StringBuilder body = new StringBuilder("  def predict(" + SELF + ", images: Tensor) -> Tensor:\n");
        statements(body, "    ", operation -> needed.contains(operation.result().id()), List.of(logits), Set.of());
        return body.append("    return ")
                .append(reshapedLogits(logits))
                .append('\n')
                .toString();
    }

    private String single() {
        StringBuilder body = new StringBuilder("  def single(" + SELF
                + ", images: Tensor, targets: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:\n");
        List<Value> results = program.results().stream().map(Result::value).toList();
        statements(body, "    ", operation -> true, results, Set.of());
        body.append("    relevance = torch.contiguous(").append(name(result(AttributionCompiler.RELEVANCE)));
        body.append(")\n    ledger = ").append(ledger()).append('\n');
        return body.append("    return (")
                .append(reshapedLogits(result(AttributionCompiler.LOGITS)))
                .append(", ")
                .append(name(result(AttributionCompiler.CLASSES)))
                .append(", relevance, ledger)\n")
                .toString();
    }

    /** What does not depend on the target is computed once, the rest in a loop. */
    private String several() {
        Set<Integer> dependent = new HashSet<>();
        for (Operation operation : program.operations()) {
            if (operation.op() == Op.TARGETS
                    || operation.operands().stream().anyMatch(operand -> dependent.contains(operand.id()))) {
                dependent.add(operation.result().id());
            }
        }
        Set<Integer> shared = new HashSet<>();
        for (Operation operation : program.operations()) {
            if (!dependent.contains(operation.result().id())) {
                shared.add(operation.result().id());
            }
        }
        List<Value> results = program.results().stream().map(Result::value).toList();
        List<Value> usedInLoop = program.operations().stream()
                .filter(operation -> dependent.contains(operation.result().id()))
                .flatMap(operation -> operation.operands().stream())
                .filter(value -> shared.contains(value.id()))
                .collect(Collectors.toCollection(ArrayList::new));
        usedInLoop.addAll(results);
        StringBuilder body = new StringBuilder("  def several(" + SELF
                + ", images: Tensor, requested: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:\n");
        statements(body, "    ", operation -> shared.contains(operation.result().id()), usedInLoop, Set.of());
        body.append("    all_classes = annotate(List[Tensor], [])\n");
        body.append("    all_relevance = annotate(List[Tensor], [])\n");
        body.append("    all_ledger = annotate(List[Tensor], [])\n");
        body.append("    count = torch.size(requested, 1)\n");
        body.append("    for i in range(count):\n");
        body.append("      targets = torch.select(requested, 1, i)\n");
        statements(
                body,
                "      ",
                operation -> dependent.contains(operation.result().id()),
                results,
                shared);
        body.append("      _0 = torch.append(all_classes, %s)%n".formatted(name(result(AttributionCompiler.CLASSES))));
        body.append("      relevance = torch.contiguous(%s)%n".formatted(name(result(AttributionCompiler.RELEVANCE))));
        body.append("      _1 = torch.append(all_relevance, relevance)\n");
        body.append("      _2 = torch.append(all_ledger, %s)%n".formatted(ledger()));
        return body.append("    return (")
                .append(reshapedLogits(result(AttributionCompiler.LOGITS)))
                .append(", torch.stack(all_classes, 1), torch.stack(all_relevance, 1), torch.stack(all_ledger, 1))\n")
                .toString();
    }

    private static String forward() {
        return String.join(
                "\n",
                "  def forward(" + SELF
                        + ", images: Tensor, targets: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:",
                "    count = torch.size(targets, 1)",
                "    if torch.eq(count, 1):",
                "      target = torch.select(targets, 1, 0)",
                "      logits, classes, relevance, ledger, = (self).single(images, target, )",
                "      result = (logits, torch.unsqueeze(classes, 1), torch.unsqueeze(relevance, 1), torch.unsqueeze(ledger, 1))",
                "    else:",
                "      result = (self).several(images, targets, )",
                "    return result",
                "");
    }

    private String ledger() {
        List<String> entries = program.results().stream()
                .skip(3)
                .map(result -> name(result.value()))
                .toList();
        if (entries.isEmpty()) {
            return "torch.narrow(torch.reshape(images, [torch.size(images, 0), -1]), 1, 0, 0)";
        }
        return "torch.stack([" + String.join(", ", entries) + "], 1)";
    }

    private String reshapedLogits(Value logits) {
        return "torch.reshape(" + name(logits) + ", [-1, " + classes + "])";
    }

    // ---- statements ----------------------------------------------------------------------------------------------

    private void statements(
            StringBuilder body,
            String indent,
            Predicate<Operation> included,
            List<Value> keptAlive,
            Set<Integer> untouchable) {
        List<Operation> operations = program.operations().stream()
                .filter(included)
                .filter(operation -> !operation.result().constant())
                .toList();
        Map<Integer, Integer> lastUse = new HashMap<>();
        for (int index = 0; index < operations.size(); index++) {
            for (Value operand : operations.get(index).operands()) {
                lastUse.put(root(operand), index);
            }
        }
        keptAlive.forEach(value -> lastUse.put(root(value), Integer.MAX_VALUE));
        for (int index = 0; index < operations.size(); index++) {
            Operation operation = operations.get(index);
            int now = index;
            Predicate<Value> dies = value -> !value.constant()
                    && root(value) == value.id()
                    && !untouchable.contains(value.id())
                    && !VIEWS.contains(byId.get(value.id()).op())
                    && lastUse.get(value.id()) == now;
            if (operation.op() == Op.MAX_POOL_INDICES) {
                continue;
            }
            body.append(indent).append(bound(operation));
            body.append(" = ").append(expression(operation, this::name, dies)).append('\n');
        }
    }

    /** The value whose memory a value is a part of. */
    private int root(Value value) {
        Operation operation = byId.get(value.id());
        return operation.op() == Op.SLICE || operation.op() == Op.EXPAND || operation.op() == Op.MAX_POOL_INDICES
                ? root(operation.operands().get(0))
                : value.id();
    }

    private String bound(Operation operation) {
        int id = operation.result().id();
        return hasIndices(operation) ? "v%d, i%d,".formatted(id, id) : "v" + id;
    }

    private boolean hasIndices(Operation operation) {
        return operation.op() == Op.MAX_POOL
                && program.operations().stream()
                        .anyMatch(other -> other.op() == Op.MAX_POOL_INDICES
                                && other.operands().get(0).equals(operation.result()));
    }

    private interface Names {
        String of(Value value);
    }

    private String name(Value value) {
        Operation operation = byId.get(value.id());
        if (operation.op() == Op.MAX_POOL_INDICES) {
            return "i" + operation.operands().get(0).id();
        }
        if (!value.constant()) {
            return "v" + value.id();
        }
        attributes.add("c" + value.id());
        return "self.c" + value.id();
    }

    private String local(Value value) {
        return "v" + value.id();
    }

    private String flipped(Value kernel) {
        attributes.add("f" + kernel.id());
        return "self.f" + kernel.id();
    }

    private String phased(Value kernel, PhasedGradient gradient) {
        attributes.add("p" + kernel.id());
        phasedGradients.put(kernel.id(), gradient);
        return "self.p" + kernel.id();
    }

    /** Maps of constants get a batch dimension, so that they broadcast. */
    private static List<Integer> stored(Value value) {
        List<Integer> shape = value.shape();
        return shape.size() == 3 ? List.of(1, shape.get(0), shape.get(1), shape.get(2)) : shape;
    }

    private String expression(Operation operation, Names names, Predicate<Value> dies) {
        List<Value> operands = operation.operands();
        List<String> arguments = operands.stream().map(names::of).toList();
        List<Integer> integers = operation.integers();
        String x = arguments.isEmpty() ? "" : arguments.get(0);
        return switch (operation.op()) {
            case IMAGES -> target == Target.CUDA ? "images" : "torch.contiguous(images, memory_format=2)";
            case TARGETS -> "targets";
            case CONSTANT -> throw new IllegalStateException("constants are attributes");
            case CONVOLUTION -> convolution(
                    x,
                    arguments.get(1),
                    arguments.size() > 2 ? arguments.get(2) : "None",
                    pair(integers.get(0)),
                    pair(integers.get(1)));
            case CONVOLUTION_GRADIENT -> convolutionGradient(operation, x, arguments.get(1));
            case MAX_POOL -> "torch.max_pool2d%s(%s, %s, %s, %s, [1, 1], False)"
                    .formatted(
                            hasIndices(operation) ? "_with_indices" : "",
                            x,
                            pair(integers.get(0)),
                            pair(integers.get(1)),
                            pair(integers.get(2)));
            case MAX_POOL_INDICES -> throw new IllegalStateException("indices come with their pool");
            case MAX_POOL_GRADIENT -> "torch.max_pool2d_with_indices_backward(%s, %s, %s, %s, %s, [1, 1], False, %s)"
                    .formatted(
                            x,
                            arguments.get(1),
                            pair(integers.get(0)),
                            pair(integers.get(1)),
                            pair(integers.get(2)),
                            arguments.get(2));
            case AVERAGE_POOL -> "torch.avg_pool2d(%s, %s, %s, [0, 0], False, True, None)"
                    .formatted(x, pair(integers.get(0)), pair(integers.get(1)));
            case AVERAGE_POOL_GRADIENT -> "torch.avg_pool2d_backward(%s, %s, %s, %s, [0, 0], False, True, None)"
                    .formatted(x, unwritten(operation.result(), x), pair(integers.get(0)), pair(integers.get(1)));
            case MEAN -> "torch.mean(" + x + ", [2, 3], True)";
            case EXPAND -> "torch.expand(%s, [-1, -1, %d, %d])".formatted(x, integers.get(0), integers.get(1));
            case ADD, MULTIPLY -> commutative(operation, arguments, dies);
            case SUBTRACT, DIVIDE, CLAMP -> inPlace(operation, arguments, dies, "");
            case MULTIPLY_ADD -> !canHold(operation, operands.get(0), dies) && canHold(operation, operands.get(1), dies)
                    ? "torch.addcmul(%s, value=1, out=%s)".formatted(String.join(", ", arguments), arguments.get(1))
                    : inPlace(operation, arguments, dies, "");
            case ABSOLUTE, POSITIVE, SIGN -> inPlace(operation, arguments, dies, "");
            case DAMP -> inPlace(operation, List.of(x, x, arguments.get(1)), dies, ", value=" + -operation.scalar());
            case ADD_SCALAR, MULTIPLY_SCALAR -> inPlace(operation, arguments, dies, ", " + operation.scalar());
            case NEGATIVE -> "torch.clamp_max(" + x + ", 0)";
            case SQUARE -> "torch.mul(" + x + ", " + x + ")";
            case SIGMOID -> "torch.sigmoid(" + x + ")";
                // one pass over memory where a choice takes several; a sum is −0 only if all its terms are zero, and
                // then no
                // relevance hangs on the sign
            case STABILIZER -> "torch.copysign(torch.new_full(%s, [1], %s), %s)".formatted(x, operation.scalar(), x);
            case IS_ZERO -> mask("eq_", operation, x, "0", dies);
            case DIFFERS -> mask("ne_", operation, x, arguments.get(1), dies);
                // the derivative of a function that is 0 where |y| is 0: one pass over memory without a mask
            case WHERE_NONZERO -> "torch.hardshrink_backward(%s, %s, 0%s)"
                    .formatted(
                            x, arguments.get(1), canHold(operation, operands.get(0), dies) ? ", grad_input=" + x : "");
            case SLICE -> "torch.narrow(%s, 1, %d, %d)".formatted(x, integers.get(0), integers.get(1));
            case CONCAT -> "torch.cat([" + String.join(", ", arguments) + "], 1)";
            case STACK_KERNELS -> "torch.cat([" + String.join(", ", arguments) + "], 0)";
            case SUM -> "torch.sum(" + x + ", [1, 2, 3])";
            case SUM_POSITIONS -> "torch.sum(" + rowSums(operands.get(0), x) + ", [2, 3])";
            case SUM_CHANNELS -> "torch.sum(" + x + ", [1], True)";
                // not mv, whose rounding depends on where in the batch an image is
            case WEIGHTED_SUM -> "torch.sum(torch.mul(" + x + ", " + arguments.get(1) + "), [1])";
            case RESOLVE_TARGETS -> resolveTargets(x, arguments.get(1));
            case RUNNER_UP -> runnerUp(x, arguments.get(1));
            case ONE_HOT -> "torch.scatter(torch.zeros_like(%s), 1, torch.reshape(%s, [-1, 1, 1, 1]), 1.)"
                    .formatted(x, arguments.get(1));
        };
    }

    /** Memory in the layout of a result, for operators that look at the shape of an operand only; with as many images as {@code like}. */
    private String unwritten(Value result, String like) {
        String images = "torch.size(" + like + ", 0)";
        return target == Target.CUDA
                ? "torch.new_empty(%s, [%s, %d, %d, %d])"
                        .formatted(like, images, result.channels(), result.height(), result.width())
                : "torch.permute(torch.new_empty(%s, [%s, %d, %d, %d]), [0, 3, 1, 2])"
                        .formatted(like, images, result.height(), result.width(), result.channels());
    }

    /** Many channels are summed faster row by row, as a pool: where they lie together, its kernel goes through memory in order. */
    private String rowSums(Value x, String name) {
        return target != Target.CUDA && x.channels() >= 192 && x.width() > 1
                ? "torch.avg_pool2d(%s, [1, %d], [1, %d], [0, 0], False, True, 1)".formatted(name, x.width(), x.width())
                : name;
    }

    private String resolveTargets(String logits, String targets) {
        String ranked = ranked(logits);
        String rank = "torch.unsqueeze(torch.clamp_min(torch.sub(torch.neg(" + targets + "), 1), 0), 1)";
        return "torch.where(torch.lt(%s, 0), torch.squeeze(torch.gather(%s, 1, %s), 1), %s)"
                .formatted(targets, ranked, rank, targets);
    }

    private String runnerUp(String logits, String chosen) {
        String best = "torch.select(" + ranked(logits) + ", 1, 0)";
        String second = "torch.select(" + ranked(logits) + ", 1, 1)";
        return "torch.where(torch.eq(%s, %s), %s, %s)".formatted(best, chosen, second, best);
    }

    private String ranked(String logits) {
        return "torch.argsort(torch.reshape(%s, [-1, %d]), 1, True)".formatted(logits, classes);
    }

    private String convolution(String x, String kernel, String bias, String stride, String padding) {
        return target == Target.CPU_MKLDNN
                ? "torch.mkldnn_convolution(%s, %s, %s, %s, %s, [1, 1], 1)".formatted(x, kernel, bias, padding, stride)
                : "torch.conv2d(%s, %s, %s, %s, %s, [1, 1], 1)".formatted(x, kernel, bias, stride, padding);
    }

    /** With a stride of 1 it is a convolution with the flipped and transposed kernel, which is faster on processors. */
    private String convolutionGradient(Operation operation, String s, String kernelName) {
        Value kernel = operation.operands().get(1);
        int height = kernel.shape().get(2);
        int width = kernel.shape().get(3);
        int stride = operation.integers().get(0);
        int padding = operation.integers().get(1);
        if (stride == 1 && target != Target.CUDA) {
            return convolution(
                    s,
                    flipped(kernel),
                    "None",
                    pair(1),
                    "[%d, %d]".formatted(height - 1 - padding, width - 1 - padding));
        }
        Value gradient = operation.operands().get(0);
        int rows = operation.integers().get(2);
        int columns = operation.integers().get(3);
        PhasedGradient phased = new PhasedGradient(height, padding);
        if (stride == 2
                && height == width
                && target != Target.CUDA
                && phased.fits(gradient.height(), gradient.width(), rows, columns)) {
            String convolved = convolution(s, phased(kernel, phased), "None", pair(1), phased.convolutionPadding());
            return phased.weave(convolved, gradient.height(), gradient.width(), rows, columns);
        }
        int missingRows = rows - ((gradient.height() - 1) * stride - 2 * padding + height);
        int missingColumns = columns - ((gradient.width() - 1) * stride - 2 * padding + width);
        return "torch.conv_transpose2d(%s, %s, None, %s, %s, [%d, %d], 1, [1, 1])"
                .formatted(s, kernelName, pair(stride), pair(padding), missingRows, missingColumns);
    }

    /** Compared in place the mask is of real numbers, which the engine compares and multiplies several times faster than booleans. */
    private static String mask(String comparison, Operation operation, String x, String y, Predicate<Value> dies) {
        String overwritten = canHold(operation, operation.operands().get(0), dies) ? x : "torch.clone(" + x + ")";
        return "torch.%s(%s, %s)".formatted(comparison, overwritten, y);
    }

    private String commutative(Operation operation, List<String> arguments, Predicate<Value> dies) {
        List<Value> operands = operation.operands();
        boolean swap = !canHold(operation, operands.get(0), dies) && canHold(operation, operands.get(1), dies);
        return swap
                ? "torch.%s_(%s, %s)".formatted(IN_PLACE.get(operation.op()), arguments.get(1), arguments.get(0))
                : inPlace(operation, arguments, dies, "");
    }

    private String inPlace(Operation operation, List<String> arguments, Predicate<Value> dies, String more) {
        String suffix = canHold(operation, operation.operands().get(0), dies) ? "_" : "";
        return "torch.%s%s(%s%s)".formatted(IN_PLACE.get(operation.op()), suffix, String.join(", ", arguments), more);
    }

    /** Whether the result may overwrite this operand: nobody reads it later, and it is as large as the result. */
    private static boolean canHold(Operation operation, Value operand, Predicate<Value> dies) {
        return dies.test(operand)
                && operand.shape().equals(operation.result().shape())
                && operation.operands().stream().filter(operand::equals).count() == 1;
    }

    private static String pair(int value) {
        return "[" + value + ", " + value + "]";
    }

    private Value result(String name) {
        return program.results().stream()
                .filter(result -> result.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private Set<Integer> needed(List<Value> values) {
        Set<Integer> needed = new HashSet<>();
        values.forEach(value -> needed.add(value.id()));
        List<Operation> reversed = new ArrayList<>(program.operations());
        Collections.reverse(reversed);
        for (Operation operation : reversed) {
            if (needed.contains(operation.result().id())) {
                operation.operands().forEach(operand -> needed.add(operand.id()));
            }
        }
        return needed;
    }
}

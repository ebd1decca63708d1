package io.lrpspark.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Target;
import io.lrpspark.lrp.program.TorchScriptArchive;
import io.lrpspark.lrp.registry.Registry;
import io.lrpspark.lrp.rule.Method;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.UsageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes network and attribution as one TorchScript file. */
@Command(
        name = "export",
        description = "Write the network with its attribution as one TorchScript file, which PyTorch loads without"
                + " anything of this project.")
final class ExportCommand implements Callable<Integer> {
    /** The text in the file that says what it is. */
    static final String DESCRIPTION = "attribution.json";

    private static final Registry<Target> DEVICES = Registry.of("device", devices());

    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private PreprocessingOption preprocess;

    @Mixin
    private ClassesOption classNames;

    @Mixin
    private StartOption start;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "float32",
            description = "Arithmetic: float32, or float64 (slower, for comparisons). Default: ${DEFAULT-VALUE}.")
    private Precision precision;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            completionCandidates = OfDevices.class,
            description =
                    "What the file is made for: cpu (any processor), cpu-mkldnn (faster; builds of PyTorch with"
                            + " oneDNN, such as all official ones for x86-64; float32 only) or cuda. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            converter = OutputFile.Converter.class,
            description =
                    "The file to write, such as attribution.pt; a path of this machine or a URI; replaced if it exists.")
    private OutputFile output;

    @Mixin
    private VerboseOption verbose;

    /** Names of devices, for the help text. */
    static final class OfDevices implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DEVICES.names().iterator();
        }
    }

    private static Map<String, Target> devices() {
        Map<String, Target> devices = new LinkedHashMap<>();
        devices.put("cpu", Target.CPU);
        devices.put("cpu-mkldnn", Target.CPU_MKLDNN);
        devices.put("cuda", Target.CUDA);
        return devices;
    }

    @Override
    public Integer call() throws IOException {
        Target target = DEVICES.get(device);
        if (target == Target.CPU_MKLDNN && precision == Precision.FLOAT64) {
            throw new UsageException(
                    "device cpu-mkldnn has no float64: expected --device cpu with --precision float64");
        }
        Preprocessing preprocessing = preprocess.preprocessing();
        DenseNetWeights weights = network.read(preprocessing);
        PreprocessingOption.requireFits(preprocessing, weights.configuration());
        ClassNames classes = classNames.of(weights.configuration());
        CompileOptions options =
                CompileOptions.standard().withPrecision(precision).withSeed(start.seed(classes));
        AttributionProgram program =
                network.program(weights, preprocessing.height(), preprocessing.width(), preprocessing, options);
        if (program.method().kind() != Method.Kind.DIRECT) {
            throw new UsageException(program.method().describe()
                    + " is made by this program from passes through a network, which a file alone does not make: export"
                    + " --composite gradient, or another of a single pass");
        }
        output.check("attribution.pt", FileArgument::configuration);
        String description = new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(describe(program, preprocessing, classes));
        output.write(
                stream -> {
                    OutputStream buffered = new BufferedOutputStream(stream, 1 << 16);
                    TorchScriptArchive.write(program, target, Map.of(DESCRIPTION, description), buffered);
                    buffered.flush();
                },
                FileArgument::configuration);
        spec.commandLine().getOut().println("TorchScript: " + output);
        return 0;
    }

    private Map<String, Object> describe(AttributionProgram program, Preprocessing preprocessing, ClassNames classes) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("fingerprint", program.fingerprint());
        description.put("provenance", program.provenance());
        description.put("start", program.seed().toString());
        description.put("precision", lowerCase(program.precision()));
        description.put("device", device);
        description.put("preprocessing", preprocessing.text());
        description.put("input_shape", List.of(program.channels(), program.height(), program.width()));
        description.put("classes", program.classes());
        if (!classes.names().isEmpty()) {
            description.put("class_names", classes.names());
        }
        description.put("has_ledger", program.hasLedger());
        description.put(
                "ledger",
                program.ledgerEntries().stream()
                        .map(entry -> Map.of("layer", entry.layer(), "part", lowerCase(entry.part())))
                        .toList());
        return description;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

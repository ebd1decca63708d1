package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.resource.ResourceID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of conf/ say what Spark understands. */
class ConfTest {
    private static final Path CONF =
            Path.of("").toAbsolutePath().resolveSibling("conf").normalize();
    private static final String OF_HADOOP = "spark.hadoop.";
    private static final String ENVIRONMENT = "spark.executorEnv.";

    /** Where Spark declares its keys, which it knows once these are loaded. */
    private static final List<String> DECLARATIONS = List.of(
            "org.apache.spark.internal.config.package$",
            "org.apache.spark.internal.config.UI$",
            "org.apache.spark.sql.internal.SQLConf$",
            "org.apache.spark.sql.internal.StaticSQLConf$");

    /** Keys that Spark reads without declaring them, or declares in its modules for YARN and Kubernetes, of which nothing else is needed. */
    private static final Set<String> UNDECLARED = Set.of(
            "spark.master",
            "spark.yarn.maxAppAttempts",
            "spark.kubernetes.container.image",
            "spark.kubernetes.namespace",
            "spark.kubernetes.authenticate.driver.serviceAccountName",
            "spark.kubernetes.executor.podTemplateFile");

    private static final Set<String> OF_RESOURCES = Stream.of("spark.executor", "spark.task", "spark.worker")
            .map(owner -> new ResourceID(owner, "gpu"))
            .flatMap(gpu -> Stream.of(gpu.amountConf(), gpu.discoveryScriptConf(), gpu.vendorConf()))
            .collect(Collectors.toSet());

    @TempDir
    private Path folder;

    @BeforeAll
    static void declare() throws ClassNotFoundException {
        for (String declaration : DECLARATIONS) {
            Class.forName(declaration);
        }
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(CONF)) {
            return files.filter(file -> file.toString().endsWith(".conf")).toList();
        }
    }

    private static Map<String, String> settings(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("spark."))
                .map(line -> line.split("\\s+", 2))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }

    @ParameterizedTest
    @MethodSource("files")
    void sparkKnowsEveryKeyAndTakesItsValue(Path file) throws IOException {
        Set<String> hadoop = hadoopKeys();

        assertThat(settings(file)).isNotEmpty().allSatisfy((key, value) -> {
            ConfigEntry<?> entry = ConfigEntry.findEntry(key);
            if (entry != null) {
                assertThatCode(() -> entry.valueConverter().apply(value)).doesNotThrowAnyException();
            } else if (key.startsWith(OF_HADOOP)) {
                assertThat(hadoop).contains(key.substring(OF_HADOOP.length()));
            } else if (!key.startsWith(ENVIRONMENT)) {
                assertThat(UNDECLARED.contains(key) || OF_RESOURCES.contains(key))
                        .as(key)
                        .isTrue();
            }
        });
    }

    private static Set<String> hadoopKeys() {
        Configuration configuration = new Configuration();
        configuration.addResource("mapred-default.xml");
        Set<String> keys =
                configuration.getPropsWithPrefix("").keySet().stream().collect(Collectors.toSet());
        for (Field field : Constants.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                try {
                    keys.add((String) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return keys;
    }

    @ParameterizedTest
    @MethodSource("files")
    void aCommentStandsAboveEveryKey(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);

        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).startsWith("spark.")) {
                assertThat(lines.get(line - 1)).as(lines.get(line)).startsWith("#");
            }
        }
    }

    @Test
    void executorsTakeAsManyTasksAsTheGpuHasShares() throws IOException {
        for (String file : List.of("standalone-gpu.conf", "yarn-gpu.conf", "kubernetes-gpu.conf")) {
            Map<String, String> settings = settings(CONF.resolve(file));
            double share = Double.parseDouble(settings.get("spark.task.resource.gpu.amount"));
            assertThat(share * Integer.parseInt(settings.get("spark.executor.cores")))
                    .as(file)
                    .isEqualTo(Double.parseDouble(settings.get("spark.executor.resource.gpu.amount")));
        }
    }

    /** What {@code scripts/lrp} sets, for those who do without it. */
    @ParameterizedTest
    @ValueSource(strings = {"standalone-gpu.conf", "yarn-gpu.conf", "kubernetes-gpu.conf"})
    void executorsWithGpusHaveTheEnvironmentOfTheScript(String file) throws IOException {
        assertThat(settings(CONF.resolve(file)))
                .containsEntry("spark.executorEnv.CUDA_DEVICE_ORDER", "PCI_BUS_ID")
                .containsEntry("spark.executorEnv.NVIDIA_TF32_OVERRIDE", "0")
                .containsEntry("spark.executorEnv.LC_ALL", "C.UTF-8");
    }

    @Test
    void aNightWithoutArgumentsSaysHowItIsUsed() throws IOException, InterruptedException {
        Lrp night = run("nightly.sh", System.getenv("PATH"));

        assertThat(night.exitCode()).isEqualTo(2);
        assertThat(night.err()).contains("nightly.sh TABLES OPTIONS…").doesNotContain("unbound");
    }

    @Test
    void thePodHasTheContainerAndTheVolumeThatTheSettingsSpeakOf() throws IOException {
        JsonNode pod = new ObjectMapper()
                .valueToTree(new Yaml(new SafeConstructor(new LoaderOptions()))
                        .<Object>load(Files.readString(CONF.resolve("kubernetes-gpu-pod.yaml"))));
        Map<String, String> settings = settings(CONF.resolve("kubernetes-gpu.conf"));
        JsonNode container = pod.at("/spec/containers/0");

        assertThat(settings).containsEntry("spark.kubernetes.executor.podTemplateFile", "conf/kubernetes-gpu-pod.yaml");
        assertThat(pod.get("kind").textValue()).isEqualTo("Pod");
        assertThat(container.get("name").textValue()).isEqualTo("spark-kubernetes-executor");
        assertThat(container.at("/volumeMounts/0/mountPath").textValue())
                .isEqualTo(settings.get("spark.executorEnv.DJL_CACHE_DIR"));
        assertThat(container.at("/volumeMounts/0/name")).isEqualTo(pod.at("/spec/volumes/0/name"));
    }

    @Test
    void theSinksAndSourcesOfMetricsExist() throws IOException, ClassNotFoundException {
        Properties metrics = new Properties();
        for (String line : Files.readAllLines(CONF.resolve("metrics.properties"))) {
            // Those in comments, too.
            metrics.load(new StringReader(line.replaceFirst("^#(?=\\*)", "")));
        }

        List<String> classes = metrics.stringPropertyNames().stream()
                .filter(key -> key.endsWith(".class"))
                .map(metrics::getProperty)
                .toList();
        assertThat(classes).hasSize(4);
        for (String name : classes) {
            Class.forName(name);
        }
    }

    @Test
    void everyFileIsInTheList() throws IOException {
        String readme = Files.readString(CONF.resolve("README.md"));
        try (Stream<Path> files = Files.list(CONF)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .allSatisfy(name -> assertThat(readme).containsPattern("\\| .*`" + name + "`.* \\|"));
        }
    }

    @Test
    void discoversTheGpusThatNvidiaSmiLists() throws IOException, InterruptedException {
        fakeSmi("printf '0\\n1\\n'");

        Lrp discovered = discover(folder + ":" + System.getenv("PATH"));

        assertThat(discovered.exitCode()).as(discovered.err()).isZero();
        assertThat(new ObjectMapper().readTree(discovered.out()))
                .isEqualTo(new ObjectMapper().readTree("{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}"));
    }

    @Test
    void saysWhyItDiscoversNoGpus() throws IOException, InterruptedException {
        fakeSmi("echo 'No devices were found'");
        assertThat(discover(folder + ":" + System.getenv("PATH")).errors())
                .singleElement()
                .asString()
                .contains("nvidia-smi sees no GPU on", "No devices were found");

        fakeSmi("echo 'NVIDIA-SMI has failed: driver not running'; exit 9");
        assertThat(discover(folder + ":" + System.getenv("PATH")).errors())
                .singleElement()
                .asString()
                .contains("nvidia-smi failed on", "driver not running");
    }

    private void fakeSmi(String body) throws IOException {
        Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void saysThatThereIsNoNvidiaSmi() throws IOException, InterruptedException {
        // A PATH with the script's interpreter and nothing else.
        Files.createSymbolicLink(
                folder.resolve("bash"),
                Stream.of(System.getenv("PATH").split(":"))
                        .map(entry -> Path.of(entry, "bash"))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow());

        Lrp discovered = discover(folder.toString());

        assertThat(discovered.exitCode()).isEqualTo(1);
        assertThat(discovered.errors()).singleElement().asString().contains("no nvidia-smi on the PATH of");
    }

    private static Lrp discover(String path) throws IOException, InterruptedException {
        return run("gpu-discovery.sh", path);
    }

    private static Lrp run(String script, String path) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(CONF.resolve(script).toString());
        builder.environment().put("PATH", path);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Lrp(process.waitFor(), out, err);
    }
}

package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar for spark-submit, as a cluster would run it: Spark's own class path without anything of ours, the jar in Spark's child class
 * loader. Image readers and the engine are the ones that tend to get lost there.
 */
class SparkSubmitIT {
    /** What scripts/lrp hands on for S3: Hadoop's access to it, Amazon's library and the committer. */
    private static final List<String> S3_JARS =
            List.of("/hadoop-aws/", "/spark-hadoop-cloud_", "/software/amazon/", "/reactive-streams/");

    private static final String NATIVES = "pytorch-native";

    /** What a Spark installation does not bring: it has to be in the jar, or among {@code --jars}. */
    private static final List<String> NOT_OF_SPARK = List.of(
            "/target/",
            "/ai/djl/",
            "/com/twelvemonkeys/",
            "/info/picocli/",
            "/net/java/dev/jna/",
            "/com/google/code/gson/",
            "junit");

    @TempDir
    private Path folder;

    @Test
    void explainsACmykJpegThroughSparkSubmit() throws IOException, InterruptedException {
        Path model = Lrp.golden("tiny-a/tiny-a.safetensors", folder);
        Path images = Files.createDirectories(folder.resolve("images"));
        Lrp.golden("images/cmyk-360x280.jpg", images);
        Path output = folder.resolve("tables");

        String text = submit(
                List.of("--jars", jars(Stream.of(NATIVES))),
                "attribute",
                "--images",
                images.toString(),
                "--model",
                model.toString(),
                "--output",
                output.toString(),
                "--preprocess",
                "resize=64,crop=48",
                "--run-id",
                "submitted");

        assertThat(text).contains("run submitted complete: 1 of 1 image explained, 0 failed");
        assertThat(output.resolve("runs/submitted/finished.json")).exists();
    }

    @Test
    void readsAndWritesS3WithTheJarsThatComeWithTheJob() throws IOException, InterruptedException {
        try (S3Process server = S3Process.start()) {
            server.put(Lrp.golden("tiny-a/tiny-a.safetensors", folder), "tiny-a.safetensors");
            server.put(Lrp.golden("images/gray-400x300.jpg", folder), "images/gray.jpg");
            Path settings = Files.writeString(
                    folder.resolve("s3a.conf"),
                    Files.readString(Path.of("..", "conf", "s3a.conf"))
                            + server.options().entrySet().stream()
                                    .map(option -> "spark.hadoop." + option.getKey() + " " + option.getValue())
                                    .collect(Collectors.joining("\n", "\n", "\n")));

            String text = submit(
                    List.of(
                            "--properties-file",
                            settings.toString(),
                            "--jars",
                            jars(Stream.concat(Stream.of(NATIVES), S3_JARS.stream()))),
                    "attribute",
                    "--images",
                    server.uri("images"),
                    "--model",
                    server.uri("tiny-a.safetensors"),
                    "--output",
                    server.uri("tables"),
                    "--preprocess",
                    "resize=64,crop=48",
                    "--run-id",
                    "submitted");

            assertThat(text)
                    .contains("run submitted complete: 1 of 1 image explained, 0 failed")
                    .doesNotContain(server.secret());
            assertThat(server.text("tables/attributions/run_id=submitted/wave=0/_SUCCESS"))
                    .contains("\"committer\":\"magic\"");
            assertThat(server.text("tables/runs/submitted/finished.json")).contains("complete");
        }
    }

    private static String jars(Stream<String> parts) {
        List<String> wanted = parts.toList();
        return classPath()
                .filter(entry -> wanted.stream().anyMatch(entry::contains))
                .collect(Collectors.joining(","));
    }

    private static Stream<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private String submit(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(System.getProperty("jvm.options").strip().split("\\s+")));
        command.addAll(List.of(
                "-Xmx1g",
                "-cp",
                classPath().filter(SparkSubmitIT::isOfSpark).collect(Collectors.joining(File.pathSeparator)),
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "local[2]",
                "--conf",
                "spark.ui.enabled=false",
                "--class",
                Main.class.getName()));
        command.addAll(options);
        command.add(System.getProperty("spark.jar"));
        command.addAll(Arrays.asList(arguments));
        File log = folder.resolve("log.txt").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            boolean ended = process.waitFor(5, TimeUnit.MINUTES);
            String text = Files.readString(log.toPath());
            assertThat(ended).as(text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isOfSpark(String entry) {
        return entry.endsWith(".jar")
                && NOT_OF_SPARK.stream().noneMatch(entry::contains)
                && S3_JARS.stream().noneMatch(entry::contains);
    }
}

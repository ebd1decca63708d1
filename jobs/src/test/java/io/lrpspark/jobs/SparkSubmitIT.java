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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar for spark-submit, as a cluster would run it: Spark's own class path without anything of ours, the jar in Spark's child class
 * loader. Image readers and the engine are the ones that tend to get lost there.
 */
class SparkSubmitIT {
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

    private String submit(String... arguments) throws IOException, InterruptedException {
        List<String> classPath = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        String natives = classPath.stream()
                .filter(entry -> entry.contains("pytorch-native"))
                .collect(Collectors.joining(","));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(System.getProperty("jvm.options").strip().split("\\s+")));
        command.addAll(List.of(
                "-Xmx1g",
                "-cp",
                classPath.stream().filter(SparkSubmitIT::isOfSpark).collect(Collectors.joining(File.pathSeparator)),
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "local[2]",
                "--conf",
                "spark.ui.enabled=false",
                "--jars",
                natives,
                "--class",
                Main.class.getName(),
                System.getProperty("spark.jar")));
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
        return entry.endsWith(".jar") && NOT_OF_SPARK.stream().noneMatch(entry::contains);
    }
}

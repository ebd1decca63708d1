package io.lrpspark.jobs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * An S3 server with one empty bucket, in a process of its own that ends with this one. It is the one of the tests of pipeline, with their
 * class path.
 */
final class S3Process implements AutoCloseable {
    private final Process process;
    private final Map<String, String> options;
    private final String bucket;
    private final FileSystem system;

    private S3Process(Process process, Map<String, String> options) throws IOException {
        this.process = process;
        this.bucket = options.remove("bucket");
        this.options = options;
        Configuration configuration = new Configuration();
        options.forEach(configuration::set);
        // Of its own, since a test's file system of the bucket may have other options.
        this.system = FileSystem.newInstance(new org.apache.hadoop.fs.Path(uri("")).toUri(), configuration);
    }

    static S3Process start() throws IOException {
        Path target = Path.of(System.getProperty("s3.server.target"));
        String classPath = target.resolve("test-classes")
                + File.pathSeparator
                + Files.readString(target.resolve("classpath-test.txt")).strip();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        "io.lrpspark.pipeline.s3.S3Server")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Map<String, String> options = new TreeMap<>();
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            List<String> parts = List.of(line.split("=", 2));
            options.put(parts.get(0), parts.get(1));
        }
        if (options.isEmpty()) {
            throw new IOException("the S3 server did not start: " + classPath);
        }
        return new S3Process(process, options);
    }

    /** S3A's options, with credentials that are right. */
    Map<String, String> options() {
        return Map.copyOf(options);
    }

    /** The secret that must not show up anywhere. */
    String secret() {
        return options.get("fs.s3a.secret.key");
    }

    String uri(String key) {
        return "s3a://" + bucket + "/" + key;
    }

    /** Stores a file under a key. */
    void put(Path file, String key) throws IOException {
        system.copyFromLocalFile(new org.apache.hadoop.fs.Path(file.toUri()), new org.apache.hadoop.fs.Path(uri(key)));
    }

    /** What is stored under a key, as text. */
    String text(String key) throws IOException {
        try (var content = system.open(new org.apache.hadoop.fs.Path(uri(key)))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        system.close();
        process.destroy();
    }
}

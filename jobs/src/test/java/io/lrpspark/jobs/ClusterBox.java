package io.lrpspark.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The cluster of {@code scripts/cluster} in a folder of its own, on free ports, and {@code scripts/lrp} that goes there. */
final class ClusterBox implements AutoCloseable {
    private static final Path SCRIPTS =
            Path.of("").toAbsolutePath().resolveSibling("scripts").normalize();

    private final Path folder;
    private final Map<String, String> environment;

    private ClusterBox(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * A cluster that runs.
     *
     * @param folder of the cluster; empty
     * @param cache where executors unpack the engine's libraries
     * @param options of {@code scripts/cluster start}, beside the ports
     */
    static ClusterBox start(Path folder, Path cache, String... options) throws IOException, InterruptedException {
        ClusterBox box = new ClusterBox(
                folder,
                Map.of(
                        "LRP_CLUSTER_HOME",
                        // As people write it; scripts have to make it their own.
                        folder.resolve("box") + "/",
                        "DJL_CACHE_DIR",
                        cache.toString()));
        List<String> arguments = new ArrayList<>(List.of("start", "--port=0", "--ui-port=0"));
        arguments.addAll(Arrays.asList(options));
        Lrp started = box.cluster(arguments.toArray(String[]::new));
        if (started.exitCode() != 0) {
            throw new IOException("scripts/cluster start ended with exit code " + started.exitCode() + ": "
                    + started.out() + started.err());
        }
        return box;
    }

    /** The URL of the master. */
    String url() throws IOException {
        return Files.readString(folder.resolve("box/run/url")).strip();
    }

    /** The names of the libraries on Spark's class path. */
    List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("box/jars"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Runs {@code scripts/cluster}. */
    Lrp cluster(String... arguments) throws IOException, InterruptedException {
        return run("cluster", Map.of(), arguments);
    }

    /**
     * Runs {@code scripts/lrp} on the cluster.
     *
     * @param variables added to the environment
     */
    Lrp submit(Map<String, String> variables, String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command, "--master", url()));
        all.addAll(Arrays.asList(arguments));
        return run("lrp", variables, all.toArray(String[]::new));
    }

    private Lrp run(String script, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return Script.run(SCRIPTS.resolve(script), all, List.of(arguments));
    }

    @Override
    public void close() throws IOException {
        try {
            cluster("stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the cluster stopped", e);
        }
    }
}

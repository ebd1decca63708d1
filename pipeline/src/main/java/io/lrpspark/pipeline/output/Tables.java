package io.lrpspark.pipeline.output;

import io.lrpspark.pipeline.input.Locations;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Where the tables lie below their one root. Every run has a partition of its own in each. */
public final class Tables {
    /** Every table that a run may have a partition of, those of its audit included. */
    private static final List<String> NAMES =
            List.of("attributions", "summary", "scores", "clusters", "cluster_members", "checks", "inputs");

    private final Path root;

    private Tables(Path root) {
        this.root = root;
    }

    /**
     * The tables below a root, which need not exist yet.
     *
     * @param root a path or a URI
     */
    public static Tables at(String root, Configuration configuration) {
        return new Tables(Locations.path(root, configuration));
    }

    /** The root. */
    public Path root() {
        return root;
    }

    /** The {@code inputs} table of all runs. */
    public Path inputs() {
        return Locations.below(root, "inputs");
    }

    /** The {@code inputs} of one run. */
    public Path inputs(RunId run) {
        return partition(inputs(), run);
    }

    /** The {@code attributions} table of all runs. */
    public Path attributions() {
        return Locations.below(root, "attributions");
    }

    /** The {@code attributions} of one run, all waves. */
    public Path attributions(RunId run) {
        return partition(attributions(), run);
    }

    /** One wave of a run: valid when its {@code _SUCCESS} is there. */
    public Path wave(RunId run, int wave) {
        return Locations.below(attributions(run), "wave=" + wave);
    }

    /** The {@code summary} table of all runs. */
    public Path summary() {
        return Locations.below(root, "summary");
    }

    /** The {@code summary} of one run. */
    public Path summary(RunId run) {
        return partition(summary(), run);
    }

    /** The {@code scores} of one run: how like its class each map is. */
    public Path scores(RunId run) {
        return partition(Locations.below(root, "scores"), run);
    }

    /** The {@code clusters} of one run. */
    public Path clusters(RunId run) {
        return partition(Locations.below(root, "clusters"), run);
    }

    /** The {@code cluster_members} of one run. */
    public Path clusterMembers(RunId run) {
        return partition(Locations.below(root, "cluster_members"), run);
    }

    /** The {@code checks} table of all runs. */
    public Path checks() {
        return Locations.below(root, "checks");
    }

    /** The {@code checks} of one run. */
    public Path checks(RunId run) {
        return partition(checks(), run);
    }

    /** The folder of all runs' records. */
    public Path records() {
        return Locations.below(root, "runs");
    }

    /** The folder of a run's records. */
    public Path records(RunId run) {
        return Locations.below(records(), run.value());
    }

    /** Where tasks note which images they work on, for the case that they crash. */
    public Path journal(RunId run) {
        return Locations.below(records(run), "journal");
    }

    /** The journals of one wave. */
    public Path journal(RunId run, int wave) {
        return Locations.below(journal(run), "wave-" + wave);
    }

    /** The partitions of a run in all tables, whether they exist or not. */
    public List<Path> partitions(RunId run) {
        return NAMES.stream()
                .map(name -> partition(Locations.below(root, name), run))
                .toList();
    }

    private static Path partition(Path table, RunId run) {
        return Locations.below(table, "run_id=" + run);
    }
}

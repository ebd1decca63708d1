package io.lrpspark.pipeline.audit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Which clusters look at a place of their own. Two things are accused, in runs of at least three classes with at least
 * {@link #FEWEST} images each:
 *
 * <ul>
 *   <li>A mark that only this class has in its place. The excess of a cluster in a cell of the grid is what three quarters
 *       of its members have there at least, less what nineteen in twenty images of any other class have there at most (of
 *       more than ten classes: of nine in ten others). Objects move about, so that an honest cluster of objects that happen
 *       to lie together has no such cell; it is accused from {@link #LEAST_EXCESS} on, if it is
 *       {@link #LEAST_SHARE} of its class or has {@link #MANY} images (a few images can agree by chance).
 *   <li>A mark where other classes look too, such as a watermark in the middle: then the maps of the class are more alike than
 *       those of any other class by {@link #LEAST_LEAD} (mean cosine to the class's mean), at least {@link #LEAST_COHERENCE},
 *       and their mean is not that of the other classes (1 - cosine of at least {@link #LEAST_DISTANCE}). Its largest cluster
 *       is accused.
 * </ul>
 */
final class Suspicion {
    static final int FEWEST = 8;
    static final double LEAST_EXCESS = 0.05;
    static final double LEAST_SHARE = 0.15;
    static final int MANY = 50;
    static final double LEAST_LEAD = 0.05;
    static final double LEAST_COHERENCE = 0.7;
    static final double LEAST_DISTANCE = 0.08;
    private static final int FEWEST_CLASSES = 3;
    private static final double OTHERS = 0.9;
    private static final double FLOOR = 0.005;
    private static final double MAD_TO_DEVIATION = 1.4826;

    /**
     * What is needed of a class.
     *
     * @param images of it
     * @param mean share of positive relevance in each cell
     * @param coherence mean cosine of the images to that
     */
    record OfClass(long images, float[] mean, double coherence) {}

    /**
     * What is needed of a cluster.
     *
     * @param target its class
     * @param size images
     * @param mean share of positive relevance in each cell
     * @param low what three quarters of its members have at least in each cell
     * @param high what nineteen in twenty images of its class have at most in each cell
     * @param ofClass its class
     */
    record Cluster(int target, long size, float[] mean, float[] low, float[] high, OfClass ofClass) {}

    /**
     * What is thought of a cluster.
     *
     * @param suspicion the excess or, of a class that is too much alike, its lead if that is more
     * @param deviations of the excess from the median of all clusters, in robust standard deviations
     * @param accused whether it is more than a peculiarity
     * @param reason one sentence with the numbers
     */
    record Judgement(double suspicion, double deviations, boolean accused, String reason) {}

    private record Excess(double value, int cell, double elsewhere) {}

    private final List<Cluster> clusters;
    private final Map<Integer, Cluster> classes = new TreeMap<>();
    private final int columns;

    private Suspicion(List<Cluster> clusters, int columns) {
        this.clusters = clusters;
        this.columns = columns;
        for (Cluster cluster : clusters) {
            if (cluster.ofClass().images() >= FEWEST) {
                classes.putIfAbsent(cluster.target(), cluster);
            }
        }
    }

    /**
     * Judges the clusters of a run, in their order: of each class, the largest first.
     *
     * @param columns of the grid
     */
    static List<Judgement> of(List<Cluster> clusters, int columns) {
        return new Suspicion(clusters, columns).judgements();
    }

    /** The order of suspicion: the accused first, then by suspicion; clusters too small to tell come last. */
    static Comparator<Integer> order(List<Cluster> clusters, List<Judgement> judgements) {
        return Comparator.<Integer, Boolean>comparing(i -> !judgements.get(i).accused())
                .thenComparing(i -> clusters.get(i).size() < FEWEST)
                .thenComparing(i -> -judgements.get(i).suspicion())
                .thenComparing(i -> i);
    }

    private List<Judgement> judgements() {
        List<Excess> excesses = clusters.stream().map(this::excess).toList();
        double[] values = IntStream.range(0, clusters.size())
                .filter(i -> clusters.get(i).size() >= FEWEST)
                .mapToDouble(i -> excesses.get(i).value())
                .sorted()
                .toArray();
        double median = median(values);
        double deviation = Math.max(
                FLOOR,
                MAD_TO_DEVIATION
                        * median(Arrays.stream(values)
                                .map(value -> Math.abs(value - median))
                                .sorted()
                                .toArray()));
        return IntStream.range(0, clusters.size())
                .mapToObj(i -> judged(
                        clusters.get(i), excesses.get(i), (excesses.get(i).value() - median) / deviation))
                .toList();
    }

    private Judgement judged(Cluster cluster, Excess excess, double deviations) {
        boolean tellable = classes.size() >= FEWEST_CLASSES && cluster.size() >= FEWEST;
        boolean large = cluster.size() >= MANY
                || cluster.size() >= LEAST_SHARE * cluster.ofClass().images();
        boolean mark = tellable && large && excess.value() >= LEAST_EXCESS;
        double lead = lead(cluster);
        double distance = distance(cluster);
        boolean alike = tellable
                && classes.get(cluster.target()) == cluster
                && lead >= LEAST_LEAD
                && cluster.ofClass().coherence() >= LEAST_COHERENCE
                && distance >= LEAST_DISTANCE;
        String reason = alike && !mark ? alike(cluster, lead, distance) : mark(cluster, excess, deviations);
        return new Judgement(
                alike ? Math.max(lead, excess.value()) : excess.value(), deviations, mark || alike, reason);
    }

    private String mark(Cluster cluster, Excess excess, double deviations) {
        return String.format(
                Locale.ROOT,
                "%.0f %% of what speaks for the class lies at %s, where 95 %% of the images of each other class have %.1f %%"
                        + " at most; three quarters of the cluster have %.1f %% or more (%.1f robust standard deviations"
                        + " above the median cluster)",
                100 * cluster.mean()[excess.cell()],
                place(excess.cell(), cluster.mean().length / columns),
                100 * excess.elsewhere(),
                100 * cluster.low()[excess.cell()],
                deviations);
    }

    private static String alike(Cluster cluster, double lead, double distance) {
        return String.format(
                Locale.ROOT,
                "the maps of the class are more alike than those of any other class (mean cosine %.2f, others %.2f at most),"
                        + " and not like theirs (1 - cosine of the means %.2f): they look at the same place, wherever the"
                        + " object is",
                cluster.ofClass().coherence(),
                cluster.ofClass().coherence() - lead,
                distance);
    }

    private String place(int cell, int rows) {
        double x = (cell % columns + 0.5) / columns;
        double y = (cell / columns + 0.5) / rows;
        String vertical = y < 0.25 ? "top" : y > 0.75 ? "bottom" : "middle";
        String horizontal = x < 0.25 ? "left" : x > 0.75 ? "right" : "middle";
        return String.format(
                Locale.ROOT,
                "the %s (%.0f %% from the left, %.0f %% from the top)",
                vertical.equals(horizontal) ? "middle" : vertical + " " + horizontal,
                100 * x,
                100 * y);
    }

    private List<Cluster> others(Cluster cluster) {
        return classes.values().stream()
                .filter(other -> other.target() != cluster.target())
                .toList();
    }

    private Excess excess(Cluster cluster) {
        List<Cluster> others = others(cluster);
        Excess best = new Excess(-1, 0, 1);
        for (int cell = 0; cell < cluster.low().length; cell++) {
            int number = cell;
            double elsewhere = others.isEmpty() ? 1 : most(others.stream().mapToDouble(other -> other.high()[number]));
            if (cluster.low()[cell] - elsewhere > best.value()) {
                best = new Excess(cluster.low()[cell] - elsewhere, cell, elsewhere);
            }
        }
        return best;
    }

    private double lead(Cluster cluster) {
        List<Cluster> others = others(cluster);
        return others.isEmpty()
                ? -1
                : cluster.ofClass().coherence()
                        - most(others.stream()
                                .mapToDouble(other -> other.ofClass().coherence()));
    }

    /** 1 - cosine of the class's mean to that of the images of all other classes. */
    private double distance(Cluster cluster) {
        double[] sum = new double[cluster.mean().length];
        for (Cluster other : others(cluster)) {
            for (int cell = 0; cell < sum.length; cell++) {
                sum[cell] += other.ofClass().images() * (double) other.ofClass().mean()[cell];
            }
        }
        double product = 0;
        double own = 0;
        double all = 0;
        for (int cell = 0; cell < sum.length; cell++) {
            double value = cluster.ofClass().mean()[cell];
            product += value * sum[cell];
            own += value * value;
            all += sum[cell] * sum[cell];
        }
        return all > 0 && own > 0 ? 1 - product / Math.sqrt(own * all) : 0;
    }

    /** The largest; of more than ten, what nine in ten have at most. */
    private static double most(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[(int) Math.ceil(OTHERS * sorted.length) - 1];
    }

    private static double median(double[] sorted) {
        return sorted.length == 0 ? 0 : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}

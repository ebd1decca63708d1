package io.lrpspark.pipeline.audit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which clusters look at a place of their own. For each cell of the grid, a cluster's mean share of positive relevance is
 * compared with what the clusters of the other classes have there at most (nine in ten of these classes; of up to ten, all).
 * The largest difference is the excess. Objects move about, so that every class has clusters with objects here and there, and
 * the excess of honest clusters is small; a mark in one place that only one class carries sticks out.
 *
 * <p>A cluster is accused if all of this holds: at least three classes, {@link #FEWEST} images, an excess of at least
 * {@link #LEAST_EXCESS}, three quarters of its members have more there than the other classes' clusters on average, and the
 * excess lies {@link #LEAST_DEVIATIONS} robust standard deviations (1.4826 times the median absolute deviation) above the
 * median over all clusters.
 */
final class Suspicion {
    static final int FEWEST = 8;
    static final double LEAST_EXCESS = 0.05;
    static final double LEAST_DEVIATIONS = 5;
    private static final int FEWEST_CLASSES = 3;
    private static final double OTHERS = 0.9;
    private static final double FLOOR = 0.005;
    private static final double MAD_TO_DEVIATION = 1.4826;

    /**
     * What is needed of a cluster.
     *
     * @param target its class
     * @param size images
     * @param mean share of positive relevance in each cell
     * @param low what three quarters of its members have at least in each cell
     */
    record Cluster(int target, long size, float[] mean, float[] low) {}

    /**
     * What is thought of a cluster.
     *
     * @param excess share of its relevance in its most peculiar cell, beyond that of the other classes
     * @param deviations of the excess from the median of all clusters, in robust standard deviations
     * @param share of its relevance in that cell
     * @param elsewhere what other classes have there at most
     * @param cell the cell's number, row-major
     * @param accused whether it is more than a peculiarity
     */
    record Judgement(double excess, double deviations, double share, double elsewhere, int cell, boolean accused) {

        /** One sentence with the numbers. */
        String reason(int columns, int rows) {
            return String.format(
                    Locale.ROOT,
                    "%.0f %% of what speaks for the class lies at %s, where clusters of other classes have %.0f %% at most"
                            + " (%.1f robust standard deviations above the median cluster)",
                    100 * share,
                    place(columns, rows),
                    100 * elsewhere,
                    deviations);
        }

        private String place(int columns, int rows) {
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
    }

    private Suspicion() {}

    /** Judges the clusters of a run, in their order. */
    static List<Judgement> of(List<Cluster> clusters) {
        Map<Integer, double[]> peaks = new HashMap<>();
        for (Cluster cluster : clusters) {
            double[] peak = peaks.computeIfAbsent(cluster.target(), target -> new double[cluster.mean().length]);
            if (cluster.size() >= FEWEST) {
                for (int cell = 0; cell < peak.length; cell++) {
                    peak[cell] = Math.max(peak[cell], cluster.mean()[cell]);
                }
            }
        }
        List<Judgement> excesses =
                clusters.stream().map(cluster -> excess(cluster, peaks)).toList();
        double[] sorted = IntStream.range(0, clusters.size())
                .filter(i -> clusters.get(i).size() >= FEWEST)
                .mapToDouble(i -> excesses.get(i).excess())
                .sorted()
                .toArray();
        double median = median(sorted);
        double deviation = Math.max(
                FLOOR,
                MAD_TO_DEVIATION
                        * median(Arrays.stream(sorted)
                                .map(value -> Math.abs(value - median))
                                .sorted()
                                .toArray()));
        Set<Integer> classes = new HashSet<>();
        clusters.stream().filter(cluster -> cluster.size() >= FEWEST).forEach(cluster -> classes.add(cluster.target()));
        return IntStream.range(0, clusters.size())
                .mapToObj(i -> judged(clusters.get(i), excesses.get(i), median, deviation, classes.size()))
                .toList();
    }

    /** The order of suspicion: the accused first, then by excess; clusters too small to tell come last. */
    static Comparator<Integer> order(List<Cluster> clusters, List<Judgement> judgements) {
        return Comparator.<Integer, Boolean>comparing(i -> !judgements.get(i).accused())
                .thenComparing(i -> clusters.get(i).size() < FEWEST)
                .thenComparing(i -> -judgements.get(i).excess())
                .thenComparing(i -> i);
    }

    private static Judgement judged(Cluster cluster, Judgement found, double median, double deviation, int classes) {
        double deviations = (found.excess() - median) / deviation;
        boolean accused = classes >= FEWEST_CLASSES
                && cluster.size() >= FEWEST
                && found.excess() >= LEAST_EXCESS
                && cluster.low()[found.cell()] > found.elsewhere() / 2
                && deviations >= LEAST_DEVIATIONS;
        return new Judgement(found.excess(), deviations, found.share(), found.elsewhere(), found.cell(), accused);
    }

    private static Judgement excess(Cluster cluster, Map<Integer, double[]> peaks) {
        List<double[]> others = peaks.entrySet().stream()
                .filter(entry -> entry.getKey() != cluster.target())
                .map(Map.Entry::getValue)
                .toList();
        Judgement best = new Judgement(Double.NEGATIVE_INFINITY, 0, 0, 0, 0, false);
        for (int cell = 0; cell < cluster.mean().length; cell++) {
            int number = cell;
            double[] values =
                    others.stream().mapToDouble(peak -> peak[number]).sorted().toArray();
            double elsewhere = values.length == 0 ? 1 : values[(int) Math.ceil(OTHERS * values.length) - 1];
            if (cluster.mean()[cell] - elsewhere > best.excess()) {
                best = new Judgement(cluster.mean()[cell] - elsewhere, 0, cluster.mean()[cell], elsewhere, cell, false);
            }
        }
        return best;
    }

    private static double median(double[] sorted) {
        return sorted.length == 0 ? 0 : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}

package io.lrpspark.pipeline.audit.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/**
 * Spectral clusters of vectors, as in spectral relevance analysis (SpRAy; Lapuschkin et al. 2019, "Unmasking Clever Hans
 * predictors and assessing what machines really learn", methods): a graph that joins each vector with its k nearest
 * neighbours, the symmetric normalised Laplacian {@code I - D^-½ W D^-½}, as many clusters as there are eigenvalues before
 * the largest gap, and k-means on the rows of the first eigenvectors, each of length 1 (Ng, Jordan and Weiss 2002). The same
 * vectors in the same order give the same clusters.
 *
 * @param cluster of each vector; 0 is the largest, and so on
 * @param count of clusters, at least 1
 * @param x of each vector, for a scatter plot: the second eigenvector, times √n
 * @param y of each vector: the third eigenvector, times √n
 */
public record SpectralClusters(int[] cluster, int count, double[] x, double[] y) {
    /** Fewer vectors than this are one cluster. */
    static final int FEWEST = 10;

    /** Most clusters of a class. */
    static final int MOST_CLUSTERS = 8;

    private static final int NEIGHBOURS = 10;
    private static final int ITERATIONS = 100;

    /**
     * Clusters vectors; time grows with the cube of their number.
     *
     * @param vectors of one length, at least one
     * @param seed of k-means
     */
    public static SpectralClusters of(double[][] vectors, long seed) {
        int count = vectors.length;
        if (count < FEWEST) {
            return new SpectralClusters(new int[count], 1, new double[count], new double[count]);
        }
        EigenDecomposition eigen = new EigenDecomposition(laplacian(vectors));
        double[] values = eigen.getRealEigenvalues();
        int[] ascending = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int clusters = beforeLargestGap(Arrays.stream(ascending)
                .limit(MOST_CLUSTERS + 1)
                .mapToDouble(i -> values[i])
                .toArray());
        double[][] rows = new double[count][clusters];
        for (int column = 0; column < clusters; column++) {
            double[] vector = eigen.getEigenvector(ascending[column]).toArray();
            for (int row = 0; row < count; row++) {
                rows[row][column] = vector[row];
            }
        }
        int[] assigned = clusters == 1 ? new int[count] : kMeans(rows, clusters, seed);
        return new SpectralClusters(
                bySize(assigned, clusters),
                (int) Arrays.stream(assigned).distinct().count(),
                scaled(eigen.getEigenvector(ascending[1]).toArray()),
                scaled(eigen.getEigenvector(ascending[2]).toArray()));
    }

    private static Array2DRowRealMatrix laplacian(double[][] vectors) {
        int count = vectors.length;
        double[][] weights = new double[count][count];
        EuclideanDistance distance = new EuclideanDistance();
        for (int i = 0; i < count; i++) {
            double[] from = new double[count];
            for (int j = 0; j < count; j++) {
                from[j] = i == j ? Double.POSITIVE_INFINITY : distance.compute(vectors[i], vectors[j]);
            }
            int self = i;
            IntStream.range(0, count)
                    .filter(j -> j != self)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> from[j]))
                    .limit(Math.min(NEIGHBOURS, count / 2))
                    .forEach(j -> {
                        weights[self][j] = 1;
                        weights[j][self] = 1;
                    });
        }
        double[] degrees = Arrays.stream(weights)
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                weights[i][j] = (i == j ? 1 : 0) - weights[i][j] / Math.sqrt(degrees[i] * degrees[j]);
            }
        }
        return new Array2DRowRealMatrix(weights, false);
    }

    /** How many eigenvalues stand before the largest gap. */
    private static int beforeLargestGap(double[] ascending) {
        int best = 1;
        for (int i = 1; i < ascending.length; i++) {
            if (ascending[i] - ascending[i - 1] > ascending[best] - ascending[best - 1] + 1e-9) {
                best = i;
            }
        }
        return best;
    }

    private record Point(int index, double[] coordinates) implements Clusterable {
        @Override
        public double[] getPoint() {
            return coordinates;
        }
    }

    private static int[] kMeans(double[][] rows, int clusters, long seed) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            double length = Math.sqrt(Arrays.stream(rows[i]).map(v -> v * v).sum());
            points.add(new Point(
                    i,
                    Arrays.stream(rows[i]).map(v -> length > 0 ? v / length : 0).toArray()));
        }
        int[] assigned = new int[rows.length];
        List<CentroidCluster<Point>> found = new KMeansPlusPlusClusterer<Point>(
                        clusters, ITERATIONS, new EuclideanDistance(), new Well19937c(seed))
                .cluster(points);
        for (int cluster = 0; cluster < found.size(); cluster++) {
            for (Point point : found.get(cluster).getPoints()) {
                assigned[point.index()] = cluster;
            }
        }
        return assigned;
    }

    /** The clusters numbered by size, the largest first; of equal ones, the one that occurs first. */
    private static int[] bySize(int[] assigned, int clusters) {
        long[] sizes = new long[clusters];
        int[] first = new int[clusters];
        Arrays.fill(first, assigned.length);
        for (int i = assigned.length - 1; i >= 0; i--) {
            sizes[assigned[i]]++;
            first[assigned[i]] = i;
        }
        List<Integer> order = IntStream.range(0, clusters)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(c -> -sizes[c]).thenComparing(c -> first[c]))
                .toList();
        return Arrays.stream(assigned).map(order::indexOf).toArray();
    }

    private static double[] scaled(double[] vector) {
        return Arrays.stream(vector).map(v -> v * Math.sqrt(vector.length)).toArray();
    }
}

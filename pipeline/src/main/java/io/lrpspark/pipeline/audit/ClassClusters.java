package io.lrpspark.pipeline.audit;

import io.lrpspark.pipeline.audit.cluster.SpectralClusters;
import io.lrpspark.pipeline.output.RowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;
import scala.util.hashing.MurmurHash3$;

/**
 * Clusters the pooled maps of one class. Of a large class, a seeded sample is clustered, and each other image belongs to the
 * cluster whose mean is nearest. Vectors are the square roots of the shares of positive relevance (Hellinger's distance), so
 * that one bright cell does not drown all others.
 */
final class ClassClusters implements FlatMapGroupsFunction<Integer, Row, Row> {
    /** Most images of a class that are clustered; the time of a class grows with the cube of it. */
    static final int CAP = 500;

    private static final long serialVersionUID = 1L;
    private static final int REPRESENTATIVES = 12;
    private static final double LOW = 0.25;
    private static final double HIGH = 0.95;
    private static final List<String> CORNERS = List.of("upper left", "upper right", "lower left", "lower right");

    private final int seed;

    ClassClusters(int seed) {
        this.seed = seed;
    }

    /** An image of the class. */
    private static final class Image {
        private final Row row;
        private final double[] vector;
        private int cluster;
        private double x = Double.NaN;
        private double y = Double.NaN;
        private double distance;

        Image(Row row) {
            this.row = row;
            List<Float> shares = row.getList(row.fieldIndex("shares"));
            this.vector = shares.stream().mapToDouble(Math::sqrt).toArray();
        }

        String id() {
            return row.getAs("image_id");
        }

        double share(int cell) {
            return vector[cell] * vector[cell];
        }
    }

    @Override
    public Iterator<Row> call(Integer target, Iterator<Row> rows) {
        List<Image> images = new ArrayList<>();
        rows.forEachRemaining(row -> images.add(new Image(row)));
        images.sort(Comparator.<Image>comparingInt(image -> MurmurHash3$.MODULE$.stringHash(image.id(), seed))
                .thenComparing(Image::id));
        List<Image> sample = images.subList(0, Math.min(CAP, images.size()));
        SpectralClusters found =
                SpectralClusters.of(sample.stream().map(image -> image.vector).toArray(double[][]::new), seed);
        for (int i = 0; i < sample.size(); i++) {
            sample.get(i).cluster = found.cluster()[i];
            sample.get(i).x = found.x()[i];
            sample.get(i).y = found.y()[i];
        }
        double[][] centres = new double[found.count()][];
        for (int cluster = 0; cluster < centres.length; cluster++) {
            int number = cluster;
            centres[cluster] = mean(sample.stream()
                    .filter(image -> image.cluster == number)
                    .map(image -> image.vector)
                    .toList());
        }
        for (Image image : images.subList(sample.size(), images.size())) {
            image.cluster = nearest(centres, image.vector);
        }
        images.forEach(image -> image.distance = distance(centres[image.cluster], image.vector));
        List<List<Image>> clusters = new ArrayList<>(images.stream()
                .collect(Collectors.groupingBy(image -> image.cluster))
                .values());
        clusters.sort(Comparator.comparingInt(members -> -members.size()));
        List<Row> results = new ArrayList<>();
        for (int cluster = 0; cluster < clusters.size(); cluster++) {
            results.add(describe(cluster, clusters.get(cluster), images, sample.size()));
        }
        return results.iterator();
    }

    private static Row describe(int cluster, List<Image> members, List<Image> all, int sampled) {
        Row first = members.get(0).row;
        members.sort(Comparator.<Image>comparingDouble(image -> image.distance).thenComparing(Image::id));
        double[] mean = meanShares(members);
        List<Image> others = all.stream()
                .filter(image -> image.cluster != members.get(0).cluster)
                .toList();
        List<String> labels = members.stream()
                .map(image -> image.row.<String>getAs("label"))
                .filter(Objects::nonNull)
                .toList();
        Map<String, Long> counts =
                labels.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        String label = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
        List<Boolean> correct = members.stream()
                .map(image -> image.row.<Boolean>getAs("correct"))
                .filter(Objects::nonNull)
                .toList();
        double[] corners = new double[CORNERS.size()];
        for (int corner = 0; corner < corners.length; corner++) {
            int number = corner;
            corners[corner] = members.stream()
                    .mapToDouble(image -> image.row
                            .<Float>getList(image.row.fieldIndex("corners"))
                            .get(number))
                    .average()
                    .orElse(Double.NaN);
        }
        int corner = 0;
        for (int other = 1; other < corners.length; other++) {
            corner = corners[other] > corners[corner] ? other : corner;
        }
        List<Image> typical = members.stream()
                .filter(image -> !Double.isNaN(image.x))
                .limit(CAP)
                .toList();
        return new RowBuilder(ClusterSchema.FOUND)
                .set("target", first.<Integer>getAs("target"))
                .set("target_name", first.<String>getAs("target_name"))
                .set("cluster", cluster)
                .set("size", (long) members.size())
                .set("share", members.size() / (double) all.size())
                .set("class_images", (long) all.size())
                .set("clustered_images", (long) sampled)
                .set("purity", label == null ? null : counts.get(label) / (double) labels.size())
                .set("label", label)
                .set(
                        "accuracy",
                        correct.isEmpty()
                                ? null
                                : correct.stream().filter(right -> right).count() / (double) correct.size())
                .set("focus", focus(mean))
                .set("coherence", coherence(members))
                .set("distance", others.isEmpty() ? 0.0 : 1 - cosine(mean, meanShares(others)))
                .set("border_share", finite(average(members, "border_share")))
                .set("corner_share", finite(corners[corner]))
                .set("corner", Double.isNaN(corners[corner]) ? null : CORNERS.get(corner))
                .set("mean_map", meanMap(typical))
                .set("map_shape", new int[] {first.<Integer>getAs("map_height"), first.<Integer>getAs("map_width")})
                .set(
                        "representatives",
                        members.stream().limit(REPRESENTATIVES).map(Image::id).toArray(String[]::new))
                .set("mean_shares", floats(mean))
                .set("low_shares", floats(quantile(members, LOW)))
                .set("class_high_shares", floats(quantile(all, HIGH)))
                .set("class_mean_shares", floats(meanShares(all)))
                .set("class_coherence", coherence(all))
                .set(
                        "members",
                        members.stream()
                                .map(image -> member(image, first.getAs("target"), cluster))
                                .toArray(Row[]::new))
                .build();
    }

    private static Row member(Image image, int target, int cluster) {
        return new RowBuilder(ClusterSchema.MEMBER)
                .set("image_id", image.id())
                .set("target", target)
                .set("cluster", cluster)
                .set("x", Double.isNaN(image.x) ? null : (float) image.x)
                .set("y", Double.isNaN(image.y) ? null : (float) image.y)
                .set("distance", (float) image.distance)
                .build();
    }

    /** The entropy of the shares, turned over: 0 evenly spread, 1 all in one cell. */
    private static double focus(double[] shares) {
        double entropy = Arrays.stream(shares)
                .filter(share -> share > 0)
                .map(share -> -share * Math.log(share))
                .sum();
        return shares.length == 1 ? 0 : 1 - entropy / Math.log(shares.length);
    }

    /** A quantile of the images' shares in each cell. */
    private static double[] quantile(List<Image> images, double level) {
        double[] quantiles = new double[images.get(0).vector.length];
        for (int cell = 0; cell < quantiles.length; cell++) {
            int number = cell;
            double[] sorted = images.stream()
                    .mapToDouble(image -> image.share(number))
                    .sorted()
                    .toArray();
            quantiles[cell] = sorted[(int) (level * (sorted.length - 1))];
        }
        return quantiles;
    }

    private static double[] shares(Image image) {
        return Arrays.stream(image.vector).map(root -> root * root).toArray();
    }

    /** The mean cosine of images to their mean. */
    private static double coherence(List<Image> images) {
        double[] mean = meanShares(images);
        return images.stream()
                .mapToDouble(image -> cosine(mean, shares(image)))
                .average()
                .orElse(0);
    }

    private static double[] meanShares(List<Image> images) {
        return mean(images.stream().map(ClassClusters::shares).toList());
    }

    private static float[] meanMap(List<Image> images) {
        return floats(mean(images.stream()
                .map(image -> image.row.<Float>getList(image.row.fieldIndex("map")).stream()
                        .mapToDouble(Float::doubleValue)
                        .toArray())
                .toList()));
    }

    private static double[] mean(List<double[]> vectors) {
        double[] mean = new double[vectors.get(0).length];
        for (double[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / vectors.size();
            }
        }
        return mean;
    }

    private static int nearest(double[][] centres, double[] vector) {
        int nearest = 0;
        for (int centre = 1; centre < centres.length; centre++) {
            nearest = distance(centres[centre], vector) < distance(centres[nearest], vector) ? centre : nearest;
        }
        return nearest;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            ofA += a[i] * a[i];
            ofB += b[i] * b[i];
        }
        return product / Math.sqrt(ofA * ofB);
    }

    private static double average(List<Image> images, String column) {
        return images.stream()
                .filter(image -> !image.row.isNullAt(image.row.fieldIndex(column)))
                .mapToDouble(image -> image.row.<Float>getAs(column))
                .average()
                .orElse(Double.NaN);
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}

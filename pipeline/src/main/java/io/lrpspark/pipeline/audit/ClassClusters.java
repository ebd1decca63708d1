package io.lrpspark.pipeline.audit;

import io.lrpspark.pipeline.audit.cluster.SpectralClusters;
import io.lrpspark.pipeline.output.RowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
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

    /** An image of the class: little more than its vector, so that a class of a million fits into memory. */
    private static final class Image {
        private static final Comparator<Image> BY_CHANCE =
                Comparator.<Image>comparingInt(image -> image.chance).thenComparing(image -> image.id);

        private final String id;
        private final int chance;
        private final float[] vector;
        private final float[] corners;
        private final float borderShare;
        private final Optional<String> label;
        private final Optional<Boolean> correct;
        private Optional<float[]> map;
        private int cluster;
        private double x = Double.NaN;
        private double y = Double.NaN;
        private double distance;

        Image(Row row, int seed) {
            this.id = row.getAs("image_id");
            this.chance = MurmurHash3$.MODULE$.stringHash(id, seed);
            this.vector = floats(row, "shares");
            for (int cell = 0; cell < vector.length; cell++) {
                vector[cell] = (float) Math.sqrt(vector[cell]);
            }
            this.corners = floats(row, "corners");
            this.borderShare =
                    row.isNullAt(row.fieldIndex("border_share")) ? Float.NaN : row.<Float>getAs("border_share");
            this.label = Optional.ofNullable(row.getAs("label"));
            this.correct = Optional.ofNullable(row.getAs("correct"));
            this.map = Optional.of(floats(row, "map"));
        }

        double share(int cell) {
            return (double) vector[cell] * vector[cell];
        }

        double[] roots() {
            return doubles(vector);
        }
    }

    /** What all images of the class have in common. */
    private record Shared(int target, String name, int height, int width) {
        static Shared of(Row row) {
            return new Shared(
                    row.<Integer>getAs("target"),
                    row.getAs("target_name"),
                    row.<Integer>getAs("map_height"),
                    row.<Integer>getAs("map_width"));
        }
    }

    /** The images, those that chance puts first at the front; of the others, the maps are let go as they come by. */
    private List<Image> read(Row first, Iterator<Row> others) {
        List<Image> images = new ArrayList<>();
        PriorityQueue<Image> sample = new PriorityQueue<>(Image.BY_CHANCE.reversed());
        Consumer<Row> take = row -> {
            Image image = new Image(row, seed);
            images.add(image);
            sample.add(image);
            if (sample.size() > CAP) {
                sample.remove().map = Optional.empty();
            }
        };
        take.accept(first);
        others.forEachRemaining(take);
        images.sort(Image.BY_CHANCE);
        return images;
    }

    @Override
    public Iterator<Row> call(Integer target, Iterator<Row> rows) {
        Row first = rows.next();
        Shared shared = Shared.of(first);
        List<Image> images = read(first, rows);
        List<Image> sample = images.subList(0, Math.min(CAP, images.size()));
        SpectralClusters found =
                SpectralClusters.of(sample.stream().map(Image::roots).toArray(double[][]::new), seed);
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
                    .map(Image::roots)
                    .toList());
        }
        for (Image image : images.subList(sample.size(), images.size())) {
            image.cluster = nearest(centres, image.roots());
        }
        images.forEach(image -> image.distance = distance(centres[image.cluster], image.roots()));
        List<List<Image>> clusters = new ArrayList<>(images.stream()
                .collect(Collectors.groupingBy(image -> image.cluster))
                .values());
        clusters.sort(Comparator.comparingInt(members -> -members.size()));
        List<Row> results = new ArrayList<>();
        for (int cluster = 0; cluster < clusters.size(); cluster++) {
            results.add(describe(shared, cluster, clusters.get(cluster), images, sample.size()));
        }
        return results.iterator();
    }

    private static Row describe(Shared shared, int cluster, List<Image> members, List<Image> all, int sampled) {
        members.sort(Comparator.<Image>comparingDouble(image -> image.distance).thenComparing(image -> image.id));
        double[] mean = meanShares(members);
        List<Image> others = all.stream()
                .filter(image -> image.cluster != members.get(0).cluster)
                .toList();
        List<String> labels =
                members.stream().flatMap(image -> image.label.stream()).toList();
        Map<String, Long> counts =
                labels.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        String label = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
        List<Boolean> correct =
                members.stream().flatMap(image -> image.correct.stream()).toList();
        double[] corners = new double[CORNERS.size()];
        for (int corner = 0; corner < corners.length; corner++) {
            int number = corner;
            corners[corner] = members.stream()
                    .mapToDouble(image -> image.corners[number])
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
                .set("target", shared.target())
                .set("target_name", shared.name())
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
                .set("border_share", finite(borderShare(members)))
                .set("corner_share", finite(corners[corner]))
                .set("corner", Double.isNaN(corners[corner]) ? null : CORNERS.get(corner))
                .set("mean_map", meanMap(typical))
                .set("map_shape", new int[] {shared.height(), shared.width()})
                .set(
                        "representatives",
                        members.stream()
                                .limit(REPRESENTATIVES)
                                .map(image -> image.id)
                                .toArray(String[]::new))
                .set("mean_shares", floats(mean))
                .set("low_shares", floats(quantile(members, LOW)))
                .set("class_high_shares", floats(quantile(all, HIGH)))
                .set("class_mean_shares", floats(meanShares(all)))
                .set("class_coherence", coherence(all))
                .set(
                        "members",
                        members.stream()
                                .map(image -> member(image, shared.target(), cluster))
                                .toArray(Row[]::new))
                .build();
    }

    private static Row member(Image image, int target, int cluster) {
        return new RowBuilder(ClusterSchema.MEMBER)
                .set("image_id", image.id)
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
        return Arrays.stream(image.roots()).map(root -> root * root).toArray();
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
                .flatMap(image -> image.map.stream())
                .map(ClassClusters::doubles)
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

    private static double borderShare(List<Image> images) {
        return images.stream()
                .mapToDouble(image -> image.borderShare)
                .filter(share -> !Double.isNaN(share))
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

    private static float[] floats(Row row, String column) {
        List<Float> values = row.getList(row.fieldIndex(column));
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}

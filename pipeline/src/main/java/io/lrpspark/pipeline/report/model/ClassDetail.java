package io.lrpspark.pipeline.report.model;

import java.util.List;
import java.util.Optional;

/**
 * A class in full.
 *
 * @param line in short
 * @param meanMap element-wise mean of its maps
 * @param meanMagnitude element-wise mean of their magnitudes
 * @param statistics of its maps, beside those of all classes
 * @param clusters some of them, the most suspicious first
 * @param points images in the plane of their spectral embedding, of each cluster the most typical first
 * @param pointTotal how many images the class has clusters of; where there are more than points, those are a random sample
 * @param galleries images with their maps
 */
public record ClassDetail(
        ClassLine line,
        Optional<Picture> meanMap,
        Optional<Picture> meanMagnitude,
        List<Statistic> statistics,
        List<Cluster> clusters,
        List<Point> points,
        long pointTotal,
        List<Gallery> galleries) {

    /** The same with so many images of each gallery at most. */
    ClassDetail withImages(int most) {
        return new ClassDetail(
                line,
                meanMap,
                meanMagnitude,
                statistics,
                clusters,
                points,
                pointTotal,
                galleries.stream()
                        .map(gallery -> new Gallery(
                                gallery.kind(),
                                gallery.cluster(),
                                gallery.images().stream().limit(most).toList(),
                                gallery.total()))
                        .filter(gallery -> !gallery.images().isEmpty())
                        .toList());
    }

    /**
     * A statistic of the maps of a class.
     *
     * @param name of the column
     * @param ofClass its distribution in the class
     * @param ofAll its distribution over all classes
     */
    public record Statistic(String name, Quantiles ofClass, Quantiles ofAll) {}

    /**
     * A cluster of maps.
     *
     * @param number in the class, 0 is the largest
     * @param size images
     * @param share of the class's clustered images
     * @param accused whether it is accused
     * @param rank 1 is the most suspicious of the run
     * @param reason what is peculiar, in numbers
     * @param label the most frequent, with its share
     * @param focus how concentrated the mean map is
     * @param coherence mean cosine of the members to it
     * @param cornerShare mean of the members
     * @param meanMap of the members
     */
    public record Cluster(
            int number,
            long size,
            Optional<Double> share,
            boolean accused,
            Optional<Integer> rank,
            Optional<String> reason,
            Optional<String> label,
            Optional<Double> focus,
            Optional<Double> coherence,
            Optional<Double> cornerShare,
            Optional<Picture> meanMap) {}

    /**
     * An image in the plane.
     *
     * @param image its id
     * @param cluster where it belongs
     * @param x in the embedding
     * @param y in the embedding
     */
    public record Point(String image, int cluster, double x, double y) {}

    /**
     * Images that are shown together.
     *
     * @param kind what they have in common
     * @param cluster of {@link Kind#CLUSTER}
     * @param images some of them
     * @param total how many there are; of the kinds without a cluster, how many were looked for, of which some may be in
     *     another gallery
     */
    public record Gallery(Kind kind, Optional<Integer> cluster, List<ShownImage> images, long total) {
        /** What images of a gallery have in common. */
        public enum Kind {
            /** They are of one cluster; the most typical first. */
            CLUSTER,
            /** Their maps are most like the mean map of the class. */
            TYPICAL,
            /** Their maps are least like it. */
            ODD
        }
    }

    /**
     * An image with its map.
     *
     * @param image its id
     * @param label if it has one
     * @param predicted the top class
     * @param probability of the top class
     * @param correct whether label and top class agree, if there is a label that is a class
     * @param thumbnail what the network saw; none if the run stored none or it cannot be decoded
     * @param heatmap laid over the thumbnail, or alone where there is none; none if the map is not finite or missing
     */
    public record ShownImage(
            String image,
            Optional<String> label,
            Optional<String> predicted,
            Optional<Double> probability,
            Optional<Boolean> correct,
            Optional<Picture> thumbnail,
            Optional<Picture> heatmap) {}
}

package io.lrpspark.pipeline.report;

import io.lrpspark.pipeline.report.model.ClassDetail.Gallery.Kind;
import io.lrpspark.pipeline.report.model.ClassDetail.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which images of a class are shown, the most important first, each in one gallery.
 *
 * @param places galleries by image
 * @param looked how many images were looked for, of the kinds without a cluster
 */
record GalleryPlan(Map<String, Place> places, Map<Kind, Long> looked) {
    private static final int FIRST_OF_CLUSTER = 4;

    /**
     * A gallery.
     *
     * @param kind of the images
     * @param cluster of {@link Kind#CLUSTER}
     */
    record Place(Kind kind, Optional<Integer> cluster) {
        static final Place OF_TYPICAL = new Place(Kind.TYPICAL, Optional.empty());
        static final Place OF_ODD = new Place(Kind.ODD, Optional.empty());

        static Place of(int cluster) {
            return new Place(Kind.CLUSTER, Optional.of(cluster));
        }
    }

    /**
     * The first representatives of each cluster, the odd ones, the other representatives, and then all others, cluster by
     * cluster in turn.
     *
     * @param representatives by cluster, the most suspicious first
     * @param typical the most typical first; asked where there are no clusters
     * @param odd the oddest first
     * @param points other images of the clusters, of each the most typical first
     * @param most images
     */
    static GalleryPlan of(
            Map<Integer, List<String>> representatives,
            List<String> typical,
            List<String> odd,
            List<Point> points,
            int most) {
        Map<String, Place> order = new LinkedHashMap<>();
        inTurn(representatives, 0, FIRST_OF_CLUSTER, order);
        if (representatives.isEmpty()) {
            typical.forEach(image -> order.putIfAbsent(image, Place.OF_TYPICAL));
        }
        odd.forEach(image -> order.putIfAbsent(image, Place.OF_ODD));
        inTurn(representatives, FIRST_OF_CLUSTER, Integer.MAX_VALUE, order);
        Map<Integer, List<String>> others = new LinkedHashMap<>();
        representatives.keySet().forEach(cluster -> others.put(cluster, new ArrayList<>()));
        points.stream()
                .filter(point -> others.containsKey(point.cluster()))
                .forEach(point -> others.get(point.cluster()).add(point.image()));
        inTurn(others, 0, Integer.MAX_VALUE, order);
        Map<String, Place> chosen = new LinkedHashMap<>();
        order.entrySet().stream().limit(most).forEach(entry -> chosen.put(entry.getKey(), entry.getValue()));
        return new GalleryPlan(chosen, Map.of(Kind.TYPICAL, (long) typical.size(), Kind.ODD, (long) odd.size()));
    }

    private static void inTurn(Map<Integer, List<String>> images, int from, int to, Map<String, Place> order) {
        int longest = images.values().stream().mapToInt(List::size).max().orElse(0);
        for (int round = from; round < Math.min(to, longest); round++) {
            for (Map.Entry<Integer, List<String>> entry : images.entrySet()) {
                if (round < entry.getValue().size()) {
                    order.putIfAbsent(entry.getValue().get(round), Place.of(entry.getKey()));
                }
            }
        }
    }
}

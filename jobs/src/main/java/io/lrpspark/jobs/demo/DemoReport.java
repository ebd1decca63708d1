package io.lrpspark.jobs.demo;

import io.lrpspark.lrp.image.RgbImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the maps of the demo say in numbers: where the positive relevance of each class lies, compared with where the
 * objects are. Knows nothing of what was planted.
 *
 * @param classes one line per class that occurs, in the order of the measurements
 */
public record DemoReport(List<ClassFinding> classes) {

    /** Side of the corner squares that are compared, as a share of the image's sides. */
    static final double CORNER_SIDE = 0.25;

    /** How much more of its relevance than usual a class must have in a corner to be named, as a share of the whole. */
    private static final double SUSPICIOUS_EXCESS = 0.1;

    /** The corners of an image, with the names that sentences give them. */
    public enum Corner {
        UPPER_LEFT("upper left"),
        UPPER_RIGHT("upper right"),
        LOWER_LEFT("lower left"),
        LOWER_RIGHT("lower right");

        private final String words;

        Corner(String words) {
            this.words = words;
        }
    }

    /**
     * Where one map has its positive relevance.
     *
     * @param label class of the image
     * @param correct whether the model recognised it
     * @param onObject share of the positive relevance on the object, 0 to 1
     * @param objectArea share of the image that the object covers, 0 to 1
     * @param inCorners share in each corner square, in the order of {@link Corner}
     */
    public record Measurement(
            String label, boolean correct, double onObject, double objectArea, List<Double> inCorners) {

        /**
         * Measures one map.
         *
         * @param objectMask the ground truth, preprocessed as the image was; the object is where it is bright
         * @throws IllegalArgumentException if mask and map differ in size
         */
        static Measurement of(Explanation explanation, RgbImage objectMask) {
            if (objectMask.height() != explanation.height() || objectMask.width() != explanation.width()) {
                throw new IllegalArgumentException("the mask of " + explanation.imageId() + " has "
                        + objectMask.height() + " × " + objectMask.width() + " pixels, but its map has "
                        + explanation.height() + " × " + explanation.width() + ".");
            }
            double total = 0;
            double onObject = 0;
            int area = 0;
            double[] corners = new double[Corner.values().length];
            for (int y = 0; y < explanation.height(); y++) {
                for (int x = 0; x < explanation.width(); x++) {
                    double positive = Math.max(0, explanation.relevance()[y * explanation.width() + x]);
                    boolean object = objectMask.level(x, y, 0) >= 128;
                    total += positive;
                    onObject += object ? positive : 0;
                    area += object ? 1 : 0;
                    boolean left = x < CORNER_SIDE * explanation.width();
                    boolean right = x >= (1 - CORNER_SIDE) * explanation.width();
                    boolean upper = y < CORNER_SIDE * explanation.height();
                    boolean lower = y >= (1 - CORNER_SIDE) * explanation.height();
                    if ((left || right) && (upper || lower)) {
                        corners[(lower ? 2 : 0) + (right ? 1 : 0)] += positive;
                    }
                }
            }
            List<Double> shares = new ArrayList<>();
            for (double corner : corners) {
                shares.add(total == 0 ? 0 : corner / total);
            }
            return new Measurement(
                    explanation.label(),
                    explanation.isCorrect(),
                    total == 0 ? 0 : onObject / total,
                    area / (double) (explanation.height() * explanation.width()),
                    List.copyOf(shares));
        }
    }

    /**
     * The measurements of one class: means over its images.
     *
     * @param label its name
     * @param images how many
     * @param accuracy share of images recognised, 0 to 1
     * @param onObject share of the positive relevance on the object, 0 to 1
     * @param objectArea share of the image that the object covers, 0 to 1
     * @param inCorners share in each corner square, in the order of {@link Corner}
     */
    public record ClassFinding(
            String label, int images, double accuracy, double onObject, double objectArea, List<Double> inCorners) {

        double inCorner(Corner corner) {
            return inCorners.get(corner.ordinal());
        }
    }

    /**
     * A class whose maps point into a corner more than those of the others do.
     *
     * @param label of the class
     * @param corner where
     * @param share of its positive relevance there, 0 to 1
     * @param usual the mean share of the other classes there, 0 to 1
     */
    public record Suspicion(String label, Corner corner, double share, double usual) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: %.0f %% of its positive relevance lies in the %s corner, where the other classes have %.0f %%",
                    label,
                    100 * share,
                    corner.words,
                    100 * usual);
        }
    }

    static DemoReport of(List<Measurement> measurements) {
        Map<String, List<Measurement>> byClass = measurements.stream()
                .collect(Collectors.groupingBy(Measurement::label, LinkedHashMap::new, Collectors.toList()));
        return new DemoReport(byClass.entrySet().stream()
                .map(entry -> finding(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static ClassFinding finding(String label, List<Measurement> measurements) {
        List<Double> corners = new ArrayList<>();
        for (Corner corner : Corner.values()) {
            corners.add(
                    mean(measurements, measurement -> measurement.inCorners().get(corner.ordinal())));
        }
        return new ClassFinding(
                label,
                measurements.size(),
                mean(measurements, measurement -> measurement.correct() ? 1 : 0),
                mean(measurements, Measurement::onObject),
                mean(measurements, Measurement::objectArea),
                List.copyOf(corners));
    }

    /** Classes that lean on a corner, the most suspicious first. */
    public List<Suspicion> suspicions() {
        List<Suspicion> found = new ArrayList<>();
        for (ClassFinding finding : classes) {
            for (Corner corner : Corner.values()) {
                OptionalDouble usual = classes.stream()
                        .filter(other -> other != finding)
                        .mapToDouble(other -> other.inCorner(corner))
                        .average();
                if (usual.isPresent() && finding.inCorner(corner) - usual.getAsDouble() > SUSPICIOUS_EXCESS) {
                    found.add(new Suspicion(finding.label(), corner, finding.inCorner(corner), usual.getAsDouble()));
                }
            }
        }
        found.sort(Comparator.comparingDouble(suspicion -> suspicion.usual() - suspicion.share()));
        return List.copyOf(found);
    }

    /** The numbers as a table for people, one line per class below a heading. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("class        images  accuracy  relevance on the object (its area)  in the corner with most of it");
        for (ClassFinding finding : classes) {
            Corner most = Corner.values()[0];
            for (Corner corner : Corner.values()) {
                most = finding.inCorner(corner) > finding.inCorner(most) ? corner : most;
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "%-12s %6d  %6.1f %%  %21.0f %% (%4.0f %%)  %15.0f %% (%s)",
                    finding.label(),
                    finding.images(),
                    100 * finding.accuracy(),
                    100 * finding.onObject(),
                    100 * finding.objectArea(),
                    100 * finding.inCorner(most),
                    most.words));
        }
        return List.copyOf(lines);
    }

    private static double mean(List<Measurement> measurements, ToDoubleFunction<Measurement> property) {
        return measurements.stream().mapToDouble(property).average().orElse(0);
    }
}

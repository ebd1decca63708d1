package io.lrpspark.lrp.attribute;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.rule.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One forward pass per window; the first pass covers nothing, and its logits resolve the targets. */
final class OcclusionRunner implements MethodRunner {
    private final Method.Occlusion method;

    OcclusionRunner(Method.Occlusion method) {
        this.method = method;
    }

    @Override
    public NDList run(Passes passes, NDArray images, NDArray targets) {
        NDList results = passes.attribute(images, targets);
        Falls falls = new Falls(passes.program(), results);
        double[] pixels = Elements.of(images).doubles(0, (int) images.size());
        double[] values = passes.spread(method.value());
        for (int top : starts(passes.program().height())) {
            for (int left : starts(passes.program().width())) {
                Window window = new Window(
                        top,
                        left,
                        Math.min(top + method.window(), passes.program().height()),
                        Math.min(left + method.window(), passes.program().width()));
                double[] covered = window.cover(pixels, values, passes.program());
                try (NDArray input = passes.create(covered, images.getShape());
                        NDArray logits = passes.logits(input)) {
                    falls.add(window, Elements.of(logits));
                }
            }
        }
        Passes.replaceRelevance(results, passes.create(falls.relevance(), falls.shape()));
        return results;
    }

    /** Where windows begin: a stride apart, up to the one that reaches the border. */
    private List<Integer> starts(int extent) {
        List<Integer> starts = new ArrayList<>();
        int start = 0;
        do {
            starts.add(start);
            start += method.stride();
        } while (start - method.stride() + method.window() < extent);
        return starts;
    }

    /** Rows {@code top} to {@code bottom}, columns {@code left} to {@code right}, the latter exclusive. */
    private record Window(int top, int left, int bottom, int right) {
        /** The images with this window covered in all channels. */
        double[] cover(double[] pixels, double[] values, AttributionProgram program) {
            double[] covered = pixels.clone();
            int planes = pixels.length / (program.height() * program.width());
            for (int plane = 0; plane < planes; plane++) {
                for (int row = top; row < bottom; row++) {
                    int from = (plane * program.height() + row) * program.width();
                    Arrays.fill(covered, from + left, from + right, values[plane % values.length]);
                }
            }
            return covered;
        }
    }

    /** The sum of the falls at every position, and how many windows cover it. */
    private static final class Falls {
        private final AttributionProgram program;
        private final Elements logits;
        private final Elements seeds;
        private final int maps;
        private final int perImage;
        private final double[] sums;
        private final int[] windows;

        Falls(AttributionProgram program, NDList uncovered) {
            this.program = program;
            this.logits = Elements.of(uncovered.get(Passes.LOGITS));
            this.seeds = Elements.of(uncovered.get(Passes.RELEVANCE));
            this.maps = (int) uncovered.get(Passes.CLASSES).size();
            this.perImage = (int) uncovered.get(Passes.CLASSES).getShape().get(1);
            int positions = program.height() * program.width();
            this.sums = new double[maps * positions];
            this.windows = new int[positions];
        }

        void add(Window window, Elements covered) {
            for (int map = 0; map < maps; map++) {
                double fall = fall(map, covered);
                for (int row = window.top(); row < window.bottom(); row++) {
                    for (int column = window.left(); column < window.right(); column++) {
                        sums[(map * program.height() + row) * program.width() + column] += fall;
                    }
                }
            }
            for (int row = window.top(); row < window.bottom(); row++) {
                for (int column = window.left(); column < window.right(); column++) {
                    windows[row * program.width() + column]++;
                }
            }
        }

        Shape shape() {
            return new Shape(maps / perImage, perImage, program.channels(), program.height(), program.width());
        }

        /** Of the logits, each weighted with its part of the seed: just the target's for a one-hot seed. */
        private double fall(int map, Elements covered) {
            double[] seed = seeds.doubles(map * program.classes(), program.classes());
            int image = map / perImage * program.classes();
            double[] before = logits.doubles(image, program.classes());
            double[] after = covered.doubles(image, program.classes());
            double fall = 0;
            for (int index = 0; index < seed.length; index++) {
                if (seed[index] != 0) {
                    fall += seed[index] * (before[index] - after[index]);
                }
            }
            return fall;
        }

        /** [N, T, C, H, W]. */
        double[] relevance() {
            double[] relevance = new double[sums.length * program.channels()];
            int positions = windows.length;
            for (int index = 0; index < relevance.length; index++) {
                int position = index % positions;
                int map = index / positions / program.channels();
                relevance[index] = sums[map * positions + position] / windows[position] / program.channels();
            }
            return relevance;
        }
    }
}

package io.lrpspark.jobs.demo;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Backgrounds: two colours mixed by smooth noise of three scales, with faint stripes and grain. */
final class Texture {

    private static final int[] CELLS = {3, 7, 15};
    private static final double[] WEIGHTS = {0.55, 0.3, 0.15};

    /** Averaged noise keeps to the middle; this spreads it over both colours. */
    private static final double NOISE_CONTRAST = 1.8;

    private Texture() {}

    /**
     * A new image filled with texture.
     *
     * @param width in pixels
     * @param height in pixels
     * @param first one colour, RGB in 0-255
     * @param second the other colour
     */
    static BufferedImage paint(int width, int height, double[] first, double[] second, SplittableRandom random) {
        double[][] grids = new double[CELLS.length][];
        for (int octave = 0; octave < CELLS.length; octave++) {
            grids[octave] = random.doubles((long) (CELLS[octave] + 1) * (CELLS[octave] + 1))
                    .toArray();
        }
        double angle = random.nextDouble(Math.PI);
        double period = random.nextDouble(0.04, 0.12) * Math.min(width, height);
        double stripes = random.nextDouble(0, 0.12);
        double grain = random.nextDouble(2, 8);
        double stripeX = 2 * Math.PI * StrictMath.cos(angle) / period;
        double stripeY = 2 * Math.PI * StrictMath.sin(angle) / period;

        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double mix = stripes * StrictMath.sin(stripeX * x + stripeY * y);
                for (int octave = 0; octave < CELLS.length; octave++) {
                    mix += WEIGHTS[octave] * noise(grids[octave], CELLS[octave], (x + 0.5) / width, (y + 0.5) / height);
                }
                double blend = Math.min(1, Math.max(0, 0.5 + NOISE_CONTRAST * (mix - 0.5)));
                double offset = grain * (random.nextDouble() - 0.5) * 2;
                int rgb = 0;
                for (int channel = 0; channel < 3; channel++) {
                    double value = first[channel] * (1 - blend) + second[channel] * blend + offset;
                    rgb = rgb << 8 | (int) Math.min(255, Math.max(0, Math.round(value)));
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    /** Value noise on a grid of cells × cells squares, smoothly interpolated; u and v in 0-1. */
    private static double noise(double[] grid, int cells, double u, double v) {
        int column = Math.min(cells - 1, (int) (u * cells));
        int row = Math.min(cells - 1, (int) (v * cells));
        double x = smooth(u * cells - column);
        double y = smooth(v * cells - row);
        int corner = row * (cells + 1) + column;
        double top = grid[corner] * (1 - x) + grid[corner + 1] * x;
        double bottom = grid[corner + cells + 1] * (1 - x) + grid[corner + cells + 2] * x;
        return top * (1 - y) + bottom * y;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}

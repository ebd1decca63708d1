package io.lrpspark.jobs.demo;

import java.awt.Color;
import java.util.SplittableRandom;

/**
 * The colours of one image, RGB in 0-255 each: an object that stands out from its background.
 *
 * @param background one colour of the texture
 * @param backgroundVariation the other
 * @param object the object's colour
 * @param objectShade the colour its shading runs to
 */
record Palette(double[] background, double[] backgroundVariation, double[] object, double[] objectShade) {

    /** Least distance of object and background colours, in RGB. */
    private static final double LEAST_CONTRAST = 110;

    static Palette random(SplittableRandom random) {
        double[] background = hsb(random.nextDouble(), random.nextDouble(0.1, 0.6), random.nextDouble(0.25, 0.85));
        double[] variation = shifted(background, random.nextDouble(25, 60) * (random.nextBoolean() ? 1 : -1), random);
        double[] object;
        do {
            object = hsb(random.nextDouble(), random.nextDouble(0.2, 0.95), random.nextDouble(0.2, 1));
        } while (distance(object, background) < LEAST_CONTRAST || distance(object, variation) < LEAST_CONTRAST);
        double[] shade = shifted(object, random.nextDouble(-25, 25), random);
        return new Palette(background, variation, object, shade);
    }

    static Color anyColor(SplittableRandom random) {
        return color(hsb(random.nextDouble(), random.nextDouble(0.1, 0.9), random.nextDouble(0.2, 1)));
    }

    static Color color(double[] rgb) {
        return new Color((int) rgb[0], (int) rgb[1], (int) rgb[2]);
    }

    private static double[] hsb(double hue, double saturation, double brightness) {
        Color color = Color.getHSBColor((float) hue, (float) saturation, (float) brightness);
        return new double[] {color.getRed(), color.getGreen(), color.getBlue()};
    }

    private static double[] shifted(double[] rgb, double offset, SplittableRandom random) {
        double[] result = new double[3];
        for (int channel = 0; channel < 3; channel++) {
            result[channel] = Math.min(255, Math.max(0, rgb[channel] + offset + random.nextDouble(-12, 12)));
        }
        return result;
    }

    private static double distance(double[] first, double[] second) {
        return Math.sqrt((first[0] - second[0]) * (first[0] - second[0])
                + (first[1] - second[1]) * (first[1] - second[1])
                + (first[2] - second[2]) * (first[2] - second[2]));
    }
}

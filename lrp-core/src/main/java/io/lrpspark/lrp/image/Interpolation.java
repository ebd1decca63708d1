package io.lrpspark.lrp.image;

import io.lrpspark.lrp.registry.Registry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How an image is resampled, as torchvision's {@code InterpolationMode} and Pillow's {@code Resampling} call it. All but
 * {@link #NEAREST} widen their filter when shrinking (antialiasing), as Pillow does. Formulas: Pillow's Resample.c.
 */
public enum Interpolation {
    /** The pixel below the centre; no averaging. */
    NEAREST(0) {
        @Override
        double weight(double x) {
            return 1;
        }
    },
    /** The triangle {@code 1 - |x|} on [-1, 1]. */
    BILINEAR(1) {
        @Override
        double weight(double x) {
            return Math.max(0, 1 - Math.abs(x));
        }
    },
    /** Keys' cubic convolution with a = -0.5, on [-2, 2]. */
    BICUBIC(2) {
        @Override
        double weight(double x) {
            double t = Math.abs(x);
            if (t < 1) {
                return ((CUBIC + 2) * t - (CUBIC + 3)) * t * t + 1;
            }
            return t < 2 ? (((t - 5) * t + 8) * t - 4) * CUBIC : 0;
        }
    },
    /** The mean of the covered pixels. */
    BOX(0.5) {
        @Override
        double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    /** A sinc under a Hamming window, on [-1, 1]. */
    HAMMING(1) {
        @Override
        double weight(double x) {
            double t = Math.abs(x);
            if (t >= 1) {
                return 0;
            }
            // Pillow writes these two constants in single precision.
            return t == 0 ? 1 : sinc(t) * (0.54f + 0.46f * Math.cos(t * Math.PI));
        }
    },
    /** A sinc under a sinc window, on [-3, 3]. */
    LANCZOS(3) {
        @Override
        double weight(double x) {
            return -3 <= x && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private static final double CUBIC = -0.5;
    private static final Registry<Interpolation> BY_NAME = byName();

    private final double support;

    Interpolation(double support) {
        this.support = support;
    }

    /** All modes by their lower-case name. */
    public static Registry<Interpolation> registry() {
        return BY_NAME;
    }

    /** The lower-case name, as in {@code interpolation=bilinear}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Half the width of the filter, in pixels of the coarser of source and target. */
    double support() {
        return support;
    }

    /** The filter at distance x from its centre, in pixels of the coarser of source and target; not normalised. */
    abstract double weight(double x);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }

    private static Registry<Interpolation> byName() {
        Map<String, Interpolation> entries = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(mode -> entries.put(mode.text(), mode));
        return Registry.of("interpolation", entries);
    }
}

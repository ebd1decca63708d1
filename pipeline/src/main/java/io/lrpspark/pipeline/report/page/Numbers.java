package io.lrpspark.pipeline.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/** Numbers as people write them. */
final class Numbers {
    /** For what has no value. */
    static final String NONE = "–";

    private static final double SMALL = 0.01;
    private static final double SCIENTIFIC = 1e-5;
    private static final int SMALL_DIGITS = 2;
    private static final int MOST_DIGITS = 12;

    private Numbers() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Such as "1 image" or "20 images". */
    static String count(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** Such as "1 class" or "20 classes". */
    static String classes(long value) {
        return count(value) + (value == 1 ? " class" : " classes");
    }

    static String percent(Optional<Double> share) {
        return share.map(value -> String.format(Locale.ROOT, "%.1f %%", 100 * value))
                .orElse(NONE);
    }

    static String decimal(Optional<Double> value) {
        return value.map(Numbers::decimal).orElse(NONE);
    }

    /** Whole numbers as such, others with three decimals, and small ones with two digits that say something. */
    static String decimal(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e12) {
            return count((long) value);
        }
        double magnitude = Math.abs(value);
        if (magnitude >= SCIENTIFIC && magnitude < SMALL) {
            return new BigDecimal(value).round(new MathContext(SMALL_DIGITS)).toPlainString();
        }
        return String.format(Locale.ROOT, magnitude >= SMALL && magnitude < 1e6 ? "%.3f" : "%.1e", value);
    }

    /** With its sign. */
    static String change(Optional<Double> value) {
        return value.map(number -> sign(number) + decimal(Math.abs(number))).orElse(NONE);
    }

    private static String sign(double number) {
        return number > 0 ? "+" : number < 0 ? "−" : "";
    }

    /** The change of a share, in percentage points. */
    static String points(Optional<Double> value) {
        return value.map(number -> String.format(Locale.ROOT, "%s%.1f points", sign(number), 100 * Math.abs(number)))
                .orElse(NONE);
    }

    /** The edge of an interval, with as many decimals as tell it from the next one. */
    static String edge(double value, double width) {
        if (!(width > 0) || value == 0) {
            return decimal(value);
        }
        int needed = 1 - (int) Math.floor(Math.log10(width));
        int digits = (int) Math.floor(Math.log10(Math.abs(value))) + 1 + needed;
        return digits > MOST_DIGITS
                ? decimal(value)
                : new BigDecimal(value)
                        .setScale(Math.max(0, needed), RoundingMode.HALF_UP)
                        .toPlainString();
    }

    /** For sorting; what has no value comes last. */
    static String sortable(Optional<Double> value) {
        return value.map(String::valueOf).orElse("");
    }
}

package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.input.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many images of a run may fail before the run counts as failed.
 *
 * @param amount a number of images, or percent of all images
 * @param unit what the amount counts
 */
public record FailureLimit(double amount, Unit unit) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(%?)");

    /** What a limit counts. */
    public enum Unit {
        /** Images. */
        IMAGES,
        /** Percent of all images of the run. */
        PERCENT
    }

    /** No limit: everything may fail. */
    public static FailureLimit none() {
        return new FailureLimit(100, Unit.PERCENT);
    }

    /**
     * Reads a limit: a number of images, or a percentage such as {@code 5%}.
     *
     * @throws UsageException for anything else
     */
    public static FailureLimit parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw unusable(text);
        }
        double amount = Double.parseDouble(matcher.group(1));
        boolean percent = !matcher.group(2).isEmpty();
        if (percent ? amount > 100 : amount != Math.rint(amount)) {
            throw unusable(text);
        }
        return new FailureLimit(amount, percent ? Unit.PERCENT : Unit.IMAGES);
    }

    private static UsageException unusable(String text) {
        return new UsageException(
                "failure limit '" + text + "' cannot be used: expected a number of images, or a percentage such as 5%");
    }

    /**
     * Whether a run has more failures than this allows.
     *
     * @param failed images that failed
     * @param images all images of the run
     */
    public boolean isExceeded(long failed, long images) {
        return switch (unit) {
            case IMAGES -> failed > amount;
            case PERCENT -> failed * 100.0 > amount * images;
        };
    }

    @Override
    public String toString() {
        String number = amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
        return unit == Unit.PERCENT ? number + "%" : number;
    }
}

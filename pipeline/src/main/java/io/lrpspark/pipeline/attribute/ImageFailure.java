package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.DeviceMemoryException;
import io.lrpspark.lrp.image.ImageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why an image has no map.
 *
 * @param stage at which it failed
 * @param error class of the error, in camel case
 * @param message one sentence
 */
record ImageFailure(Stage stage, String error, String message) {
    private static final int LONGEST_MESSAGE = 1000;
    private static final String OUT_OF_MEMORY = "OutOfMemory";

    /**
     * A failure by an exception: the error is the exception's class, or of an {@link ImageException} its reason, written
     * like a class, such as {@code NotAnImage}.
     */
    static ImageFailure of(Stage stage, Throwable cause) {
        String error = cause instanceof ImageException image
                ? className(image.reason())
                : cause.getClass().getSimpleName();
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new ImageFailure(
                stage, error, message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message);
    }

    /** A failure for want of memory. */
    static ImageFailure outOfMemory(Stage stage, OutOfMemoryError cause) {
        return new ImageFailure(
                stage,
                OUT_OF_MEMORY,
                "the Java heap does not suffice for this image (" + cause.getMessage()
                        + "): expected it to fit, give the process more memory, or fewer tasks at once");
    }

    /** A failure for want of the device's memory. */
    static ImageFailure outOfDeviceMemory(DeviceMemoryException cause) {
        return new ImageFailure(
                Stage.ATTRIBUTE,
                OUT_OF_MEMORY,
                cause.getMessage()
                        + ": expected this image to fit alone, take a device with more memory, or smaller images");
    }

    private static String className(ImageException.Reason reason) {
        return Arrays.stream(reason.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}

package io.lrpspark.jobs;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.Orientation;
import io.lrpspark.lrp.image.SixteenBit;
import io.lrpspark.pipeline.input.UsageException;
import picocli.CommandLine.Option;

/** How image files are decoded. */
final class DecodingOptions {
    @Option(
            names = "--max-pixels",
            paramLabel = "PIXELS",
            defaultValue = "" + DecodeOptions.DEFAULT_MAX_PIXELS,
            description = "Larger images fail before they are decoded. Default: ${DEFAULT-VALUE}.")
    private long maxPixels;

    @Option(
            names = "--orientation",
            paramLabel = "NAME",
            defaultValue = "ignore",
            description = "The orientation in EXIF data: ignore (as Pillow does) or apply. Default: ${DEFAULT-VALUE}.")
    private Orientation orientation;

    @Option(
            names = "--sixteen-bit",
            paramLabel = "NAME",
            defaultValue = "clip",
            description = "Grey images of 16 bits: clip (as Pillow does) or scale. Default: ${DEFAULT-VALUE}.")
    private SixteenBit sixteenBit;

    /**
     * The options.
     *
     * @throws UsageException if the pixel limit is out of range
     */
    DecodeOptions decoding() {
        if (maxPixels < 1 || maxPixels > DecodeOptions.LARGEST_MAX_PIXELS) {
            throw new UsageException(
                    "pixel limit " + maxPixels + ": expected 1 to " + DecodeOptions.LARGEST_MAX_PIXELS);
        }
        return new DecodeOptions(maxPixels, orientation, sixteenBit);
    }
}

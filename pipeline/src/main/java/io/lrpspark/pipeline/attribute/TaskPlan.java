package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.Orientation;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.image.SixteenBit;
import io.lrpspark.pipeline.device.DeviceRequest;
import io.lrpspark.pipeline.input.Activation;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.input.TargetSpec;
import java.io.Serializable;

/**
 * What a task needs to know besides the program: small, and made of serialisable parts only.
 *
 * @param fingerprint of the program
 * @param imageColumn of the table that holds the images; empty for files, which have none
 * @param preprocessingText as {@link Preprocessing#parse} reads it
 */
record TaskPlan(
        String fingerprint,
        String imageColumn,
        ClassNames classes,
        TargetSpec target,
        Activation activation,
        String preprocessingText,
        long maxPixels,
        Orientation orientation,
        SixteenBit sixteenBit,
        MapForm map,
        int batchSize,
        DeviceRequest device,
        Thumbnails thumbnails)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** @param batchSize images per call, which memory may bound */
    static TaskPlan of(AttributeSettings settings, int batchSize) {
        return new TaskPlan(
                settings.program().fingerprint(),
                settings.source() instanceof ImageSource.Table table ? table.imageColumn() : "",
                settings.classes(),
                settings.target(),
                settings.activation(),
                settings.preprocessing().text(),
                settings.decoding().maxPixels(),
                settings.decoding().orientation(),
                settings.decoding().sixteenBit(),
                settings.map(),
                batchSize,
                settings.device(),
                settings.thumbnails());
    }

    Preprocessing preprocessing() {
        return Preprocessing.parse(preprocessingText);
    }

    DecodeOptions decoding() {
        return new DecodeOptions(maxPixels, orientation, sixteenBit);
    }
}

package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.image.DecodedImage;
import io.lrpspark.pipeline.device.DeviceUse;
import io.lrpspark.pipeline.device.DeviceUses;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of a run measure. Spark adds the numbers of successful tasks; those of an executor that was lost may
 * count twice, so that counts which must be exact are taken from the tables instead.
 *
 * <p>Each accumulator is written by one thread of a task.
 */
final class Meters implements Serializable {
    private static final long serialVersionUID = 1L;

    final LongAccumulator done;
    final LongAccumulator failed;
    final LongAccumulator readNanos;
    final LongAccumulator decodeNanos;
    final LongAccumulator preprocessNanos;
    final LongAccumulator attributeNanos;
    final LongAccumulator describeNanos;
    final LongAccumulator writeNanos;
    final LongAccumulator taskNanos;
    final LongAccumulator batches;
    final SpanAccumulator computing;
    final PeakMemory memory;
    final DeviceUses devices;
    private final SessionImages session;
    private final LongAccumulator clipped;
    private final LongAccumulator unrotated;

    Meters(SparkContext context) {
        done = context.longAccumulator("images done");
        failed = context.longAccumulator("images failed");
        readNanos = context.longAccumulator("read ns");
        decodeNanos = context.longAccumulator("decode ns");
        preprocessNanos = context.longAccumulator("preprocess ns");
        attributeNanos = context.longAccumulator("attribute ns");
        describeNanos = context.longAccumulator("describe ns");
        writeNanos = context.longAccumulator("write ns");
        taskNanos = context.longAccumulator("task ns");
        batches = context.longAccumulator("batches");
        clipped = context.longAccumulator("16-bit images clipped");
        unrotated = context.longAccumulator("orientations ignored");
        computing = new SpanAccumulator();
        context.register(computing, "computing");
        memory = new PeakMemory();
        context.register(memory, "peak memory");
        devices = new DeviceUses();
        context.register(devices, "devices");
        session = SessionImages.of(context);
    }

    /** One more image is done. */
    void addDone() {
        done.add(1);
        session.addDone();
    }

    /** It has failed. */
    void addFailed() {
        failed.add(1);
        session.addFailed();
    }

    void warn(DecodedImage.Warning warning) {
        switch (warning) {
            case SIXTEEN_BIT_GREY_CLIPPED -> clipped.add(1);
            case ORIENTATION_IGNORED -> unrotated.add(1);
        }
    }

    /** What users may want to know about their images, one sentence each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (clipped.value() > 0) {
            warnings.add(clipped.value()
                    + " grey images of 16 bits were clipped to nearly white, as Pillow does: see --sixteen-bit scale");
        }
        if (unrotated.value() > 0) {
            warnings.add(unrotated.value() + " images have an EXIF orientation that was ignored, as Pillow does:"
                    + " see --orientation apply");
        }
        devices.value().stream()
                .filter(use -> use.reason().isPresent())
                .collect(Collectors.groupingBy(
                        use -> use.reason().orElseThrow(),
                        TreeMap::new,
                        Collectors.mapping(DeviceUse::executor, Collectors.joining(", "))))
                .forEach((reason, executors) -> warnings.add("executors " + executors + " computed on cpu: " + reason));
        devices.value().stream()
                .filter(use -> use.halvings() > 0)
                .map(Meters::halved)
                .forEach(warnings::add);
        return List.copyOf(warnings);
    }

    private static String halved(DeviceUse use) {
        return "memory did not suffice for batches on %s of executor %s, which were halved %s, to %d: see --batch-size"
                .formatted(
                        use.device(),
                        use.executor(),
                        use.halvings() == 1 ? "once" : use.halvings() + " times",
                        use.batchSize());
    }

    /**
     * Seconds that all tasks together spent in each step. Steps overlap: read, decode and preprocess have one thread of
     * a task, attribute another, describe and write the third.
     */
    Map<String, Double> stepSeconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("read", readNanos.value() / 1e9);
        seconds.put("decode", decodeNanos.value() / 1e9);
        seconds.put("preprocess", preprocessNanos.value() / 1e9);
        seconds.put("attribute", attributeNanos.value() / 1e9);
        seconds.put("describe", describeNanos.value() / 1e9);
        seconds.put("write", writeNanos.value() / 1e9);
        return seconds;
    }
}

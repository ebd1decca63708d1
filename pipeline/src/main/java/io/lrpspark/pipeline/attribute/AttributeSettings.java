package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.pipeline.device.DeviceRequest;
import io.lrpspark.pipeline.input.Activation;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.input.InputSelection;
import io.lrpspark.pipeline.input.TargetSpec;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunId;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that an attribution run depends on; immutable and consistent.
 *
 * @param source of the images
 * @param selection which of them
 * @param program the compiled attribution
 * @param classes the names of the model's classes
 * @param target what is explained, resolved against the classes
 * @param activation from logits to probabilities
 * @param preprocessing from images to the network's input
 * @param decoding how images are decoded
 * @param map the form in which maps are stored
 * @param batchSize images per call of the engine, at most
 * @param device what to compute on
 * @param waveSize images per commit
 * @param maxFailures how many images may fail
 * @param thumbnails whether rows carry small pictures
 * @param run what the run is called
 * @param output root of the tables; a path or a URI
 * @param arguments as the user gave them, for the run record
 * @param reuse the finished run whose rows are copied for images that have not changed
 */
public record AttributeSettings(
        ImageSource source,
        InputSelection selection,
        AttributionProgram program,
        ClassNames classes,
        TargetSpec target,
        Activation activation,
        Preprocessing preprocessing,
        DecodeOptions decoding,
        MapForm map,
        int batchSize,
        DeviceRequest device,
        int waveSize,
        FailureLimit maxFailures,
        Thumbnails thumbnails,
        RunId run,
        String output,
        Map<String, String> arguments,
        Optional<RunId> reuse) {
    /** Images per call of the engine, unless told otherwise. */
    public static final int DEFAULT_BATCH_SIZE = 8;

    /** Images per commit, unless told otherwise. */
    public static final int DEFAULT_WAVE_SIZE = 20_000;

    private static final int LARGEST_BATCH = 4096;

    /** @throws UsageException if the parts contradict each other */
    public AttributeSettings {
        if (batchSize < 1 || batchSize > LARGEST_BATCH) {
            throw new UsageException("batch size " + batchSize + ": expected 1 to " + LARGEST_BATCH + " images");
        }
        if (waveSize < 1) {
            throw new UsageException("wave size " + waveSize + ": expected a positive number of images");
        }
        if (classes.size() != program.classes()) {
            throw new UsageException("there are " + classes.size() + " class names, but the model has "
                    + program.classes() + " classes: expected a name for each");
        }
        if (preprocessing.channels() != program.channels()
                || preprocessing.height() != program.height()
                || preprocessing.width() != program.width()) {
            throw new UsageException("the preprocessing gives images of "
                    + shape(preprocessing.channels(), preprocessing.height(), preprocessing.width())
                    + ", but the program was compiled for "
                    + shape(program.channels(), program.height(), program.width())
                    + ": expected the same shape");
        }
        map.requireFits(program.height(), program.width());
        if (reuse.isPresent() && reuse.get().equals(run)) {
            throw new UsageException("run '" + run + "' cannot reuse itself: expected an earlier run");
        }
        target = TargetSpec.resolve(target, classes, activation);
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
    }

    private static String shape(int channels, int height, int width) {
        return channels + " x " + height + " x " + width;
    }

    /**
     * Settings with the defaults for everything else.
     *
     * @param source of the images
     * @param program the compiled attribution
     * @param output root of the tables; a path or a URI
     */
    public static Builder of(ImageSource source, AttributionProgram program, String output) {
        return new Builder(source, program, output);
    }

    /** Collects settings; the defaults are those of the command line. */
    public static final class Builder {
        private final ImageSource source;
        private final AttributionProgram program;
        private final String output;
        private InputSelection selection = InputSelection.all();
        private Optional<ClassNames> classes = Optional.empty();
        private TargetSpec target = new TargetSpec.Predicted();
        private Activation activation = Activation.SOFTMAX;
        private Preprocessing preprocessing = Preprocessing.imagenet();
        private DecodeOptions decoding = DecodeOptions.defaults();
        private MapForm map = MapForm.standard();
        private int batchSize = DEFAULT_BATCH_SIZE;
        private DeviceRequest device = DeviceRequest.AUTO;
        private int waveSize = DEFAULT_WAVE_SIZE;
        private FailureLimit maxFailures = FailureLimit.none();
        private Thumbnails thumbnails = Thumbnails.STORED;
        private Optional<RunId> run = Optional.empty();
        private Map<String, String> arguments = Map.of();
        private Optional<RunId> reuse = Optional.empty();

        private Builder(ImageSource source, AttributionProgram program, String output) {
            this.source = source;
            this.program = program;
            this.output = output;
        }

        /** Which images; all by default. */
        public Builder selection(InputSelection value) {
            selection = value;
            return this;
        }

        /** The names of the classes; none by default. */
        public Builder classes(ClassNames value) {
            classes = Optional.of(value);
            return this;
        }

        /** What is explained; the predicted class by default. */
        public Builder target(TargetSpec value) {
            target = value;
            return this;
        }

        /** From logits to probabilities; softmax by default. */
        public Builder activation(Activation value) {
            activation = value;
            return this;
        }

        /** From images to the network's input; torchvision's for ImageNet by default. */
        public Builder preprocessing(Preprocessing value) {
            preprocessing = value;
            return this;
        }

        /** How images are decoded; as Pillow does by default. */
        public Builder decoding(DecodeOptions value) {
            decoding = value;
            return this;
        }

        /** The form in which maps are stored; full size, summed over colours by default. */
        public Builder map(MapForm value) {
            map = value;
            return this;
        }

        /** Images per call of the engine, at most. */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** What to compute on; by default a GPU where Spark assigns one that the engine can use. */
        public Builder device(DeviceRequest value) {
            device = value;
            return this;
        }

        /** Images per commit. */
        public Builder waveSize(int value) {
            waveSize = value;
            return this;
        }

        /** How many images may fail; all of them by default. */
        public Builder maxFailures(FailureLimit value) {
            maxFailures = value;
            return this;
        }

        /** Whether rows carry small pictures; they do by default. */
        public Builder thumbnails(Thumbnails value) {
            thumbnails = value;
            return this;
        }

        /** What the run is called; named after the time by default. */
        public Builder run(RunId value) {
            run = Optional.of(value);
            return this;
        }

        /** The arguments as the user gave them, for the run record; never secrets. */
        public Builder arguments(Map<String, String> value) {
            arguments = value;
            return this;
        }

        /** A finished run whose rows are copied for images that have not changed; none by default. */
        public Builder reuse(RunId value) {
            reuse = Optional.of(value);
            return this;
        }

        /**
         * The settings.
         *
         * @throws UsageException if they contradict each other
         */
        public AttributeSettings build() {
            return new AttributeSettings(
                    source,
                    selection,
                    program,
                    classes.orElseGet(() -> ClassNames.unnamed(program.classes())),
                    target,
                    activation,
                    preprocessing,
                    decoding,
                    map,
                    batchSize,
                    device,
                    waveSize,
                    maxFailures,
                    thumbnails,
                    run.orElseGet(() -> RunId.of(Clock.systemUTC())),
                    output,
                    arguments,
                    reuse);
        }
    }
}

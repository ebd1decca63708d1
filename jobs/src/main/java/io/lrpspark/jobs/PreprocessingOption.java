package io.lrpspark.jobs;

import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNetConfiguration;
import io.lrpspark.pipeline.input.UsageException;
import picocli.CommandLine.Option;

/** How images become the network's input. */
final class PreprocessingOption {
    @Option(
            names = "--preprocess",
            paramLabel = "KEY=VALUE,…",
            defaultValue = "resize=256,crop=224,mean=0.485/0.456/0.406,std=0.229/0.224/0.225,interpolation=bilinear",
            description = "Resize and centre crop in pixels (short side, HEIGHTxWIDTH or none), mean and standard"
                    + " deviation per channel in units of 0 to 1, interpolation as torchvision calls it; keys left out"
                    + " keep their default. Default: ${DEFAULT-VALUE}.")
    private String text;

    /** The preprocessing. */
    Preprocessing preprocessing() {
        return Preprocessing.parse(text);
    }

    /**
     * Refuses a preprocessing that gives the network another number of channels than it takes.
     *
     * @throws UsageException if the numbers differ
     */
    static void requireFits(Preprocessing preprocessing, DenseNetConfiguration network) {
        if (preprocessing.channels() != network.inputChannels()) {
            throw new UsageException("the model takes images of " + network.inputChannels()
                    + " channels, but --preprocess gives " + preprocessing.channels()
                    + ": expected as many values of mean and std as the model has input channels");
        }
    }
}

package io.lrpspark.lrp.model;

import java.util.List;

/**
 * The hyperparameters of a DenseNet, named as in torchvision's {@code DenseNet}.
 *
 * @param growthRate channels that every dense layer adds ({@code growth_rate}), at least 1
 * @param blocks the number of dense layers of every block ({@code block_config}), at least one block
 * @param initialFeatures channels after the first convolution ({@code num_init_features}), at least 1
 * @param bottleneckFactor channels of a bottleneck in growth rates ({@code bn_size}), at least 1
 * @param classes outputs of the classifier ({@code num_classes}), at least 1
 * @param inputChannels channels of the image, at least 1
 */
public record DenseNetConfiguration(
        int growthRate,
        List<Integer> blocks,
        int initialFeatures,
        int bottleneckFactor,
        int classes,
        int inputChannels) {

    /**
     * Checks that every number is at least 1.
     *
     * @throws ModelException if one is not, or there is no block
     */
    public DenseNetConfiguration {
        blocks = List.copyOf(blocks);
        requirePositive("growth rate", growthRate);
        requirePositive("number of blocks", blocks.size());
        blocks.forEach(layers -> requirePositive("number of layers of a block", layers));
        requirePositive("number of initial features", initialFeatures);
        requirePositive("bottleneck factor", bottleneckFactor);
        requirePositive("number of classes", classes);
        requirePositive("number of input channels", inputChannels);
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new ModelException("the " + what + " of a DenseNet is " + value + ", expected at least 1");
        }
    }
}

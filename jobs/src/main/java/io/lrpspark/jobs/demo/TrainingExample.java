package io.lrpspark.jobs.demo;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.image.RgbImage;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What the network sees of an image, and what it should say.
 *
 * @param shape the class
 * @param crop the preprocessed image, not yet normalised
 * @param preprocessing what made the crop
 */
record TrainingExample(ShapeClass shape, RgbImage crop, Preprocessing preprocessing) {

    private static final int LARGEST_SHIFT = 4;

    /** Takes each image through JPEG and preprocessing, as the attribution job does. */
    static List<TrainingExample> of(Stream<DemoImage> images, Preprocessing preprocessing) {
        return images.map(image -> new TrainingExample(image.shape(), preprocessing.crop(decode(image)), preprocessing))
                .toList();
    }

    /** The network's input, [C, H, W]. */
    float[] input() {
        return normalized(crop);
    }

    /** The network's input after a small random shift and a random change of contrast and brightness. */
    float[] augmented(Random random) {
        int right = random.nextInt(2 * LARGEST_SHIFT + 1) - LARGEST_SHIFT;
        int down = random.nextInt(2 * LARGEST_SHIFT + 1) - LARGEST_SHIFT;
        float contrast = 0.8f + 0.4f * random.nextFloat();
        float brightness = 0.2f * random.nextFloat() - 0.1f;
        float[] input = normalized(shifted(right, down));
        for (int i = 0; i < input.length; i++) {
            input[i] = input[i] * contrast + brightness;
        }
        return input;
    }

    /** The crop moved by a few pixels; its edge is repeated where nothing is known. */
    private RgbImage shifted(int right, int down) {
        int width = crop.width();
        int height = crop.height();
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            int sourceY = Math.min(height - 1, Math.max(0, y - down));
            for (int x = 0; x < width; x++) {
                int sourceX = Math.min(width - 1, Math.max(0, x - right));
                System.arraycopy(crop.pixels(), 3 * (sourceY * width + sourceX), pixels, 3 * (y * width + x), 3);
            }
        }
        return new RgbImage(width, height, pixels);
    }

    private float[] normalized(RgbImage image) {
        float[] input = new float[preprocessing.length()];
        preprocessing.normalize(image, input, 0);
        return input;
    }

    private static RgbImage decode(DemoImage image) {
        try {
            return ImageDecoder.decode(image.jpeg(), DecodeOptions.defaults());
        } catch (ImageException e) {
            throw new IllegalStateException("the demo's own image " + image.imageId() + " cannot be decoded.", e);
        }
    }
}

package io.lrpspark.jobs.demo;

/**
 * One explained image, as a row of the table {@code attributions} has it.
 *
 * @param imageId path below the folder of images
 * @param label name of the class it belongs to
 * @param predicted name of the class that the model sees, which is the class explained
 * @param probability of that class, 0 to 1
 * @param relevance [height, width], row-major, summed over colours, in the pixels of the preprocessed image
 * @param height of the map, in pixels
 * @param width of the map, in pixels
 */
public record Explanation(
        String imageId, String label, String predicted, double probability, float[] relevance, int height, int width) {

    /** @throws IllegalArgumentException if the map does not have height × width values */
    public Explanation {
        if (relevance.length != height * width) {
            throw new IllegalArgumentException("the relevance map of " + imageId + " has " + relevance.length
                    + " values, expected " + height + " × " + width + ".");
        }
    }

    /** Whether the model sees the class that the image belongs to. */
    public boolean isCorrect() {
        return label.equals(predicted);
    }
}

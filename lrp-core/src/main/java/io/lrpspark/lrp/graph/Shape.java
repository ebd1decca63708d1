package io.lrpspark.lrp.graph;

/**
 * The shape of one image's tensor, [C, H, W]; the batch dimension N is left open.
 *
 * @param channels C, at least 1
 * @param height H in pixels, at least 1
 * @param width W in pixels, at least 1
 */
public record Shape(int channels, int height, int width) {
    public Shape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new GraphException("a tensor of shape [%d, %d, %d] is empty: every dimension must be at least 1"
                    .formatted(channels, height, width));
        }
    }

    /** The number of elements, C·H·W. */
    public int size() {
        return Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }

    /** This shape with other channels. */
    public Shape withChannels(int other) {
        return new Shape(other, height, width);
    }

    @Override
    public String toString() {
        return "[" + channels + ", " + height + ", " + width + "]";
    }
}

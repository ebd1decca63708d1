package io.lrpspark.lrp.graph;

/**
 * The weights of a convolution or, with 1x1 taps, of a fully connected layer.
 *
 * @param outputs output channels O
 * @param inputs input channels I
 * @param height taps in y
 * @param width taps in x
 * @param values [O, I, height, width], row-major; not copied, never to be written
 */
public record Kernel(int outputs, int inputs, int height, int width, double[] values) {
    public Kernel {
        long expected = (long) outputs * inputs * height * width;
        if (values.length != expected) {
            throw new GraphException("a kernel of shape [%d, %d, %d, %d] needs %d values, not %d"
                    .formatted(outputs, inputs, height, width, expected, values.length));
        }
    }

    /** The number of weights that one output channel has. */
    public int fanIn() {
        return inputs * height * width;
    }

    /** The kernel whose output channels are multiplied by {@code factors} (length O): diag(factors)·W. */
    public Kernel scaleOutputs(double[] factors) {
        double[] scaled = values.clone();
        int fanIn = fanIn();
        for (int index = 0; index < scaled.length; index++) {
            scaled[index] *= factors[index / fanIn];
        }
        return new Kernel(outputs, inputs, height, width, scaled);
    }

    /** The kernel whose input channels are multiplied by {@code factors} (length I): W·diag(factors). */
    public Kernel scaleInputs(double[] factors) {
        double[] scaled = values.clone();
        int taps = height * width;
        for (int index = 0; index < scaled.length; index++) {
            scaled[index] *= factors[index / taps % inputs];
        }
        return new Kernel(outputs, inputs, height, width, scaled);
    }

    /** The kernel [O, 1, height, width] that sums the input channels with the given {@code factors} (length I). */
    public Kernel contractInputs(double[] factors) {
        int taps = height * width;
        double[] sums = new double[outputs * taps];
        for (int index = 0; index < values.length; index++) {
            int output = index / fanIn();
            sums[output * taps + index % taps] += values[index] * factors[index / taps % inputs];
        }
        return new Kernel(outputs, 1, height, width, sums);
    }

    /** W·constants of a kernel over constant input channels (length I): what a constant input adds to each output. */
    public double[] applyToConstants(double[] constants) {
        double[] sums = new double[outputs];
        Kernel contracted = contractInputs(constants);
        int taps = height * width;
        for (int index = 0; index < contracted.values.length; index++) {
            sums[index / taps] += contracted.values[index];
        }
        return sums;
    }
}

package io.lrpspark.lrp.graph;

/** The geometry of a sliding window. */
record Window(String node, int inputs, int outputs, int height, int width, int stride, int padding) {
    static Window convolution(String node, Kernel kernel, int stride, int padding) {
        return new Window(node, kernel.inputs(), kernel.outputs(), kernel.height(), kernel.width(), stride, padding);
    }

    Shape shape(Shape input) {
        Checks.input(node, input, inputs);
        int rows = input.height() + 2 * padding - height;
        int columns = input.width() + 2 * padding - width;
        if (rows < 0 || columns < 0) {
            throw new GraphException(
                    "%s slides a %dx%d window over a map of %dx%d: the input image is too small for this network; give it larger images"
                            .formatted(node, height, width, input.height(), input.width()));
        }
        return new Shape(outputs, rows / stride + 1, columns / stride + 1);
    }
}

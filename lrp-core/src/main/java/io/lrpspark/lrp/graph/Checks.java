package io.lrpspark.lrp.graph;

/** The checks that node kinds share. */
final class Checks {
    private Checks() {}

    static void channels(String node, String parameter, double[] values, int expected) {
        if (values.length != expected) {
            throw new GraphException(
                    "%s of %s has %d values, expected %d".formatted(parameter, node, values.length, expected));
        }
    }

    static void input(String node, Shape input, int expectedChannels) {
        if (input.channels() != expectedChannels) {
            throw new GraphException(
                    "%s gets an input of shape %s, expected %d channels".formatted(node, input, expectedChannels));
        }
    }
}

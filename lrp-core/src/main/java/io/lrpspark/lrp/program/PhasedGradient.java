package io.lrpspark.lrp.program;

import java.util.ArrayList;
import java.util.List;

/**
 * The input gradient of a convolution of stride 2 as a convolution of stride 1. Pixels of even and odd rows and columns are met by different
 * taps of the kernel, so that the four phases are four output channels of one small kernel, which are then woven together. On processors this
 * is several times faster than a transposed convolution to the three channels of an image.
 *
 * <p>With t = y + padding − 2i, the pixel y = 2m + r takes s[m + d − u]·W[a + 2u] for all u, where a = (r + padding) mod 2 and d = (r +
 * padding − a) / 2.
 *
 * @param size taps of the kernel in each direction
 * @param padding of the convolution
 */
record PhasedGradient(int size, int padding) {
    private int firstTap(int phase) {
        return (phase + padding) % 2;
    }

    private int highest(int phase) {
        return (phase + padding - firstTap(phase)) / 2;
    }

    private int lowest(int phase) {
        int taps = (size - firstTap(phase) + 1) / 2;
        return highest(phase) - taps + 1;
    }

    private int low() {
        return Math.min(lowest(0), lowest(1));
    }

    private int high() {
        return Math.max(highest(0), highest(1));
    }

    private int margin() {
        return Math.max(0, Math.max(-low(), high()));
    }

    /** Whether this geometry has taps in both phases and keeps within what can be woven: 2·(height of s) rows or fewer. */
    boolean fits(int rows, int columns, int height, int width) {
        return size >= 2 && height <= 2 * rows && width <= 2 * columns && margin() + low() >= 0;
    }

    /** The kernel [4·I, O, n, n] of all phases, from a kernel [O, I, size, size] of that name. */
    String kernel(String name) {
        List<String> phases = new ArrayList<>();
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 2; column++) {
                String taps =
                        "torch.slice(torch.slice(torch.transpose(%s, 0, 1), 2, %d, 9223372036854775807, 2), 3, %d, 9223372036854775807, 2)"
                                .formatted(name, firstTap(row), firstTap(column));
                phases.add("torch.constant_pad_nd(torch.flip(%s, [2, 3]), [%d, %d, %d, %d])"
                        .formatted(
                                taps,
                                lowest(column) - low(),
                                high() - highest(column),
                                lowest(row) - low(),
                                high() - highest(row)));
            }
        }
        return "torch.flatten(torch.stack([%s], 1), 0, 1)".formatted(String.join(", ", phases));
    }

    /** The margin of the convolution with that kernel. */
    String convolutionPadding() {
        return "[%d, %d]".formatted(margin(), margin());
    }

    /** The gradient [I, height, width] from the convolution of an s of rows x columns. */
    String weave(String convolved, int rows, int columns, int height, int width) {
        int start = margin() + low();
        String phases = "torch.narrow(torch.narrow(%s, 2, %d, %d), 3, %d, %d)"
                .formatted(convolved, start, rows, start, columns);
        return "torch.narrow(torch.narrow(torch.pixel_shuffle(%s, 2), 2, 0, %d), 3, 0, %d)"
                .formatted(phases, height, width);
    }
}

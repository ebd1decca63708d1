package io.lrpspark.lrp.image;

/** The first step of a preprocessing, as torchvision's {@code Resize}. */
public sealed interface Resize {
    /** No resize. */
    Resize NONE = new None();

    /** The size of an image after this step. */
    Extent of(int height, int width);

    /** As in {@code resize=256}: {@code none}, the short side, or height x width. */
    String text();

    /** A size in pixels without an upper limit: the long side of a thin image may grow very long. */
    record Extent(long height, long width) {}

    /** The image keeps its size. */
    record None() implements Resize {
        @Override
        public Extent of(int height, int width) {
            return new Extent(height, width);
        }

        @Override
        public String text() {
            return "none";
        }
    }

    /**
     * The short side gets this length; the long side follows, rounded down: {@code int(side * long / short)}.
     *
     * @param side in pixels, 1 to {@value ImageSize#LARGEST_SIDE}
     */
    record ShortSide(int side) implements Resize {
        /** @throws PreprocessingException if the side is out of range */
        public ShortSide {
            ImageSize.requireSide(side);
        }

        @Override
        public Extent of(int height, int width) {
            return width <= height
                    ? new Extent((long) ((double) ((long) side * height) / width), side)
                    : new Extent(side, (long) ((double) ((long) side * width) / height));
        }

        @Override
        public String text() {
            return Integer.toString(side);
        }
    }

    /**
     * Both sides get fixed lengths; the aspect ratio is not kept.
     *
     * @param size the size after this step
     */
    record Exact(ImageSize size) implements Resize {
        @Override
        public Extent of(int height, int width) {
            return new Extent(size.height(), size.width());
        }

        @Override
        public String text() {
            // Always with an x: a plain number is a short side.
            return size.height() + "x" + size.width();
        }
    }
}

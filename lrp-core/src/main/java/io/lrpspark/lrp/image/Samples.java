package io.lrpspark.lrp.image;

import java.awt.image.Raster;
import java.io.IOException;

/**
 * The raw samples of a raster, row by row. Never {@code BufferedImage.getRGB}: that converts color spaces, and bends
 * grey levels through a curve.
 */
final class Samples {
    private final Raster raster;
    private Object row;

    Samples(Raster raster) {
        this.raster = raster;
    }

    /**
     * One row of 8-bit samples, interleaved in band order.
     *
     * @return [width * bands]; reused by the next call
     * @throws IOException if the samples have another depth
     */
    byte[] bytes(int y) throws IOException {
        row = raster.getDataElements(0, y, raster.getWidth(), 1, row);
        if (row instanceof byte[] samples) {
            return samples;
        }
        throw new IOException("the decoder gave samples of another depth than the header says");
    }

    /**
     * One row of 16-bit samples, interleaved in band order.
     *
     * @return [width * bands]; reused by the next call
     * @throws IOException if the samples have another depth
     */
    short[] shorts(int y) throws IOException {
        row = raster.getDataElements(0, y, raster.getWidth(), 1, row);
        if (row instanceof short[] samples) {
            return samples;
        }
        throw new IOException("the decoder gave samples of another depth than the header says");
    }
}

package io.lrpspark.jobs.demo;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * One image of the demo data set with what is known about it.
 *
 * @param shape the class
 * @param index position within its class, from 0
 * @param picture the image as drawn, RGB, before JPEG compression
 * @param mask grey image of the same size: 255 where the object is, 0 elsewhere
 * @param artefactBox where an artefact was planted, in pixels; empty where there is none
 * @param jpegQuality quality of the JPEG file, 0 to 1
 */
record DemoImage(
        ShapeClass shape,
        int index,
        BufferedImage picture,
        BufferedImage mask,
        Rectangle2D artefactBox,
        float jpegQuality) {

    boolean hasArtefact() {
        return !artefactBox.isEmpty();
    }

    /** The encoded JPEG file. */
    byte[] jpeg() {
        return JpegFile.encode(picture, jpegQuality);
    }

    /** Path of the JPEG file below the folder of images: {@code circle/circle-0007.jpg}. */
    String imageId() {
        return name() + ".jpg";
    }

    /** Path of the mask below the folder of masks. */
    String maskId() {
        return name() + ".png";
    }

    private String name() {
        return "%s/%s-%04d".formatted(shape.label(), shape.label(), index);
    }
}

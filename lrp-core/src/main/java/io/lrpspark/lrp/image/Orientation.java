package io.lrpspark.lrp.image;

/** What becomes of the orientation that a camera recorded in the EXIF data. */
public enum Orientation {
    /** The stored pixels are taken as they are, as Pillow's {@code Image.open(f).convert('RGB')} does. */
    IGNORE,
    /** The image is turned upright, as Pillow's {@code ImageOps.exif_transpose} does. */
    APPLY
}

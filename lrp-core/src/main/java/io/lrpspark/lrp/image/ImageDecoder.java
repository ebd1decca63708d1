package io.lrpspark.lrp.image;

import io.lrpspark.lrp.image.ImageException.Reason;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Decodes JPEG, PNG and WebP, told apart by content, to the pixels that Pillow's {@code
 * Image.open(f).convert('RGB')} gives: alpha is dropped, not blended; transparent palette entries keep their color;
 * color profiles and gamma are ignored; CMYK is taken as Adobe stores it. PNG and lossless WebP are equal bit for bit;
 * JPEG and lossy WebP as far as the decoders' rounding agrees.
 *
 * <p>The structure of a file is read first: a file that ends before its image does, or that declares more pixels than
 * allowed, is refused before memory is taken for pixels. All methods are safe for use by many threads at once.
 */
public final class ImageDecoder {
    private ImageDecoder() {}

    /**
     * The pixels of an encoded image.
     *
     * @param encoded the whole content of an image file
     * @throws ImageException if the image cannot be used; nothing else is thrown, whatever the bytes are
     */
    public static RgbImage decode(byte[] encoded, DecodeOptions options) throws ImageException {
        return read(encoded, options).image();
    }

    /**
     * The pixels of an encoded image, its format, and warnings.
     *
     * @param encoded the whole content of an image file
     * @throws ImageException if the image cannot be used; nothing else is thrown, whatever the bytes are
     */
    public static DecodedImage read(byte[] encoded, DecodeOptions options) throws ImageException {
        if (encoded.length == 0) {
            throw new ImageException(Reason.EMPTY, "the file is empty; expected a JPEG, PNG or WebP image");
        }
        ImageFormat format = ImageFormat.of(encoded)
                .orElseThrow(() -> new ImageException(
                        Reason.NOT_AN_IMAGE,
                        "the content is no known image format (it starts with " + start(encoded)
                                + "); expected JPEG, PNG or WebP"));
        EncodedImage image =
                switch (format) {
                    case JPEG -> JpegImage.parse(encoded);
                    case PNG -> PngImage.parse(encoded);
                    case WEBP -> WebpImage.parse(encoded);
                };
        requireUsableSize(format, image, options.maxPixels());
        RgbImage pixels = pixels(format, image, options.sixteenBit());
        Set<DecodedImage.Warning> warnings = EnumSet.noneOf(DecodedImage.Warning.class);
        warnings.addAll(image.warnings(options.sixteenBit()));
        ExifOrientation recorded =
                image.exif().map(range -> ExifOrientation.read(encoded, range)).orElse(ExifOrientation.UPRIGHT);
        if (options.orientation() == Orientation.APPLY) {
            return new DecodedImage(recorded.apply(pixels), format, warnings);
        }
        if (recorded != ExifOrientation.UPRIGHT) {
            warnings.add(DecodedImage.Warning.ORIENTATION_IGNORED);
        }
        return new DecodedImage(pixels, format, warnings);
    }

    private static void requireUsableSize(ImageFormat format, EncodedImage image, long maxPixels)
            throws ImageException {
        if (image.width() == 0 || image.height() == 0) {
            throw new ImageException(
                    Reason.ZERO_SIZED,
                    "the " + format + " image is " + image.width() + " x " + image.height()
                            + " pixels; expected at least 1 x 1");
        }
        // Sides are below 2^31 each, so the product fits.
        if (image.width() * image.height() > maxPixels) {
            throw new ImageException(
                    Reason.OVERSIZED,
                    "the " + format + " image declares " + image.width() + " x " + image.height() + " = "
                            + image.width() * image.height() + " pixels; expected at most " + maxPixels
                            + " (shrink the image or raise the pixel limit)");
        }
    }

    private static RgbImage pixels(ImageFormat format, EncodedImage image, SixteenBit sixteenBit)
            throws ImageException {
        RgbImage pixels;
        try {
            pixels = image.decode(sixteenBit);
        } catch (IOException | RuntimeException e) {
            // The readers throw all kinds of unchecked exceptions on content that contradicts itself.
            throw new ImageException(
                    Reason.CORRUPT,
                    "the " + format + " image cannot be decoded (" + (e.getMessage() == null ? e : e.getMessage())
                            + "); expected intact content",
                    e);
        } catch (OutOfMemoryError e) {
            // What the image took is free again by now: one image too large for the heap is no reason to give up on the
            // others.
            throw new ImageException(
                    Reason.OUT_OF_MEMORY,
                    "the " + format + " image of " + image.width() + " x " + image.height() + " = "
                            + image.width() * image.height() + " pixels takes more memory than the heap of "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB has free; expected a smaller image, a lower pixel limit or a larger heap",
                    e);
        }
        if (pixels.width() != image.width() || pixels.height() != image.height()) {
            throw new ImageException(
                    Reason.CORRUPT,
                    "the " + format + " image decodes to " + pixels.width() + " x " + pixels.height()
                            + " pixels; expected the " + image.width() + " x " + image.height() + " of its header");
        }
        return pixels;
    }

    private static String start(byte[] encoded) {
        return HexFormat.ofDelimiter(" ").formatHex(encoded, 0, Math.min(8, encoded.length));
    }
}

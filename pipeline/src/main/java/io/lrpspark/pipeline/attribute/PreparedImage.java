package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.image.RgbImage;
import java.util.Optional;

/**
 * An image on its way to the attributor: either ready, or failed.
 *
 * @param image the listing's entry
 * @param sha256 of the encoded bytes, once they are read
 * @param size of the decoded image, once it is decoded
 * @param crop what the network sees, once it is preprocessed
 * @param failure why it goes no further
 */
record PreparedImage(
        ListedImage image,
        Optional<String> sha256,
        Optional<Size> size,
        Optional<RgbImage> crop,
        Optional<ImageFailure> failure) {

    /**
     * Of a decoded image, in pixels.
     *
     * @param width in pixels
     * @param height in pixels
     */
    record Size(int width, int height) {}

    static PreparedImage listed(ListedImage image) {
        return new PreparedImage(image, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    PreparedImage withSha256(String hash) {
        return new PreparedImage(image, Optional.of(hash), size, crop, failure);
    }

    PreparedImage withSize(int width, int height) {
        return new PreparedImage(image, sha256, Optional.of(new Size(width, height)), crop, failure);
    }

    PreparedImage withCrop(RgbImage pixels) {
        return new PreparedImage(image, sha256, size, Optional.of(pixels), failure);
    }

    PreparedImage failed(ImageFailure cause) {
        return new PreparedImage(image, sha256, size, crop, Optional.of(cause));
    }

    boolean isReady() {
        return failure.isEmpty();
    }
}

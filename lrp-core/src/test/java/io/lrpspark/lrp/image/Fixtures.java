package io.lrpspark.lrp.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The test images: small ones of many kinds under {@code images}, and golden ones under {@code golden/images}. */
final class Fixtures {
    private Fixtures() {}

    static byte[] bytes(String path) {
        try (InputStream stream = Fixtures.class.getResourceAsStream("/" + path)) {
            if (stream == null) {
                throw new IllegalArgumentException("no test resource " + path);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] small(String file) {
        return bytes("images/" + file);
    }

    static byte[] golden(String file) {
        return bytes("golden/images/" + file);
    }

    static RgbImage decoded(byte[] content) throws ImageException {
        return ImageDecoder.decode(content, DecodeOptions.defaults());
    }

    /** What Pillow made of a small image. */
    static RgbImage pillow(String file) {
        byte[] content = small(file + ".rgb");
        ByteBuffer header = ByteBuffer.wrap(content);
        return new RgbImage(header.getInt(), header.getInt(), Arrays.copyOfRange(content, 8, content.length));
    }

    /** What Pillow 9.4 and torchvision 0.14 made of a golden image: [224, 224, 3]. */
    static RgbImage goldenCrop(String file) {
        int length = 224 * 224 * RgbImage.CHANNELS;
        byte[] content = golden(file + ".crop.npy");
        return new RgbImage(224, 224, Arrays.copyOfRange(content, content.length - length, content.length));
    }

    /** An image of one color. */
    static RgbImage plain(int width, int height, int level) {
        byte[] pixels = new byte[width * height * RgbImage.CHANNELS];
        Arrays.fill(pixels, (byte) level);
        return new RgbImage(width, height, pixels);
    }

    /** The reason for which these bytes are refused. */
    static ImageException.Reason refusal(byte[] content, DecodeOptions options) {
        try {
            ImageDecoder.decode(content, options);
        } catch (ImageException e) {
            return e.reason();
        }
        throw new AssertionError("the image was decoded");
    }
}

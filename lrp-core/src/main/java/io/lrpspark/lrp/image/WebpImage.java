package io.lrpspark.lrp.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.lrpspark.lrp.image.ImageException.Reason;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.imageio.ImageReader;

/** A WebP file (a RIFF container with a VP8 or VP8L frame); alpha is dropped. */
final class WebpImage implements EncodedImage {
    private static final WebPImageReaderSpi READER = new WebPImageReaderSpi();
    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int ANIMATION_FLAG = 0x02;
    private static final String EXIF = "Exif\0\0";

    private final byte[] encoded;
    private final Frame frame;
    private final Optional<Range> exif;

    private WebpImage(byte[] encoded, Frame frame, Optional<Range> exif) {
        this.encoded = encoded;
        this.frame = frame;
        this.exif = exif;
    }

    /** The chunk with the pixels, and the size that it declares. */
    private record Frame(Range chunk, int width, int height) {}

    /** Reads the chunks that the container declares; the canvas and the frame must agree on the size. */
    static WebpImage parse(byte[] encoded) throws ImageException {
        long end = CHUNK_HEADER + Bytes.littleEndian32(encoded, 4);
        if (end > encoded.length) {
            throw truncated(encoded, end);
        }
        Optional<int[]> canvas = Optional.empty();
        Optional<Frame> frame = Optional.empty();
        Optional<Range> exif = Optional.empty();
        int position = RIFF_HEADER;
        while (end - position >= CHUNK_HEADER) {
            String name = Bytes.name(encoded, position);
            long length = Bytes.littleEndian32(encoded, position + 4);
            int payload = position + CHUNK_HEADER;
            if (length > end - payload) {
                throw corrupt("has a chunk '" + name + "' of " + length + " bytes at byte " + position
                        + "; expected it to end by byte " + end);
            }
            switch (name) {
                case "VP8X" -> canvas = Optional.of(canvas(encoded, payload, length));
                case "VP8 " -> frame = Optional.of(frame.orElse(lossy(encoded, payload, (int) length)));
                case "VP8L" -> frame = Optional.of(frame.orElse(lossless(encoded, payload, (int) length)));
                case "EXIF" -> exif = Optional.of(exifRange(encoded, payload, (int) length));
                default -> {
                    // Color profiles, alpha and what the future brings do not matter to the RGB pixels.
                }
            }
            // Chunks are padded to even lengths.
            position = (int) Math.min(end, payload + length + (length & 1));
        }
        Frame pixels = frame.orElseThrow(() -> corrupt("has no frame; expected a chunk 'VP8 ' or 'VP8L'"));
        if (canvas.isPresent() && (canvas.get()[0] != pixels.width || canvas.get()[1] != pixels.height)) {
            throw corrupt("has a canvas of " + canvas.get()[0] + " x " + canvas.get()[1] + " pixels and a frame of "
                    + pixels.width + " x " + pixels.height + "; expected equal sizes");
        }
        return new WebpImage(encoded, pixels, exif);
    }

    @Override
    public long width() {
        return frame.width;
    }

    @Override
    public long height() {
        return frame.height;
    }

    @Override
    public Optional<Range> exif() {
        return exif;
    }

    @Override
    public RgbImage decode(SixteenBit sixteenBit) throws IOException {
        ImageReader reader = READER.createReaderInstance();
        Raster raster;
        try (FrameStream stream = new FrameStream(frameAlone())) {
            reader.setInput(stream, true, true);
            raster = reader.read(0).getRaster();
        } finally {
            reader.dispose();
        }
        int bands = raster.getNumBands();
        if (bands < RgbImage.CHANNELS) {
            throw new IOException("the decoder gave " + bands + " channels; expected 3 or 4");
        }
        byte[] pixels = new byte[raster.getWidth() * raster.getHeight() * RgbImage.CHANNELS];
        Samples samples = new Samples(raster);
        int target = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            byte[] row = samples.bytes(y);
            for (int source = 0; source < raster.getWidth() * bands; source += bands) {
                pixels[target++] = row[source];
                pixels[target++] = row[source + 1];
                pixels[target++] = row[source + 2];
            }
        }
        return new RgbImage(raster.getWidth(), raster.getHeight(), pixels);
    }

    /**
     * A WebP file with nothing but the frame: the reader would apply a color profile, and fail on a damaged one, where
     * only the stored colors are wanted.
     */
    private byte[] frameAlone() {
        int length = CHUNK_HEADER + frame.chunk.length();
        byte[] file = new byte[RIFF_HEADER + length + (length & 1)];
        System.arraycopy(encoded, 0, file, 0, RIFF_HEADER);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - CHUNK_HEADER);
        System.arraycopy(encoded, frame.chunk.offset() - CHUNK_HEADER, file, RIFF_HEADER, length);
        return file;
    }

    private static int[] canvas(byte[] encoded, int payload, long length) throws ImageException {
        requireLength("VP8X", length, 10);
        if ((encoded[payload] & ANIMATION_FLAG) != 0) {
            throw new ImageException(Reason.UNSUPPORTED, "the WebP image is an animation; expected a still image");
        }
        return new int[] {Bytes.littleEndian24(encoded, payload + 4) + 1, Bytes.littleEndian24(encoded, payload + 7) + 1
        };
    }

    private static Frame lossy(byte[] encoded, int payload, int length) throws ImageException {
        requireLength("VP8 ", length, 10);
        if (!Bytes.matches(encoded, payload + 3, "\u009d\u0001\u002a")) {
            throw corrupt("has a lossy frame without its start code; expected a key frame");
        }
        return new Frame(
                new Range(payload, length),
                Bytes.littleEndian16(encoded, payload + 6) & 0x3fff,
                Bytes.littleEndian16(encoded, payload + 8) & 0x3fff);
    }

    private static Frame lossless(byte[] encoded, int payload, int length) throws ImageException {
        requireLength("VP8L", length, 5);
        if (Bytes.unsigned8(encoded, payload) != 0x2f) {
            throw corrupt("has a lossless frame without its signature; expected 2f");
        }
        long bits = Bytes.littleEndian32(encoded, payload + 1);
        return new Frame(new Range(payload, length), (int) (bits & 0x3fff) + 1, (int) (bits >> 14 & 0x3fff) + 1);
    }

    private static Range exifRange(byte[] encoded, int payload, int length) {
        // Some writers repeat the prefix that EXIF has in JPEG files.
        int prefix = length >= EXIF.length() && Bytes.matches(encoded, payload, EXIF) ? EXIF.length() : 0;
        return new Range(payload + prefix, length - prefix);
    }

    private static void requireLength(String chunk, long length, int least) throws ImageException {
        if (length < least) {
            throw corrupt("has a chunk '" + chunk + "' of " + length + " bytes; expected at least " + least);
        }
    }

    private static ImageException truncated(byte[] encoded, long end) {
        return new ImageException(
                Reason.TRUNCATED,
                "the WebP image is cut off after " + encoded.length + " bytes; expected " + end
                        + " (copy the file again)");
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, "the WebP image " + what);
    }
}

package io.lrpspark.lrp.image;

import io.lrpspark.lrp.image.EncodedImage.Range;
import io.lrpspark.lrp.image.ImageException.Reason;
import java.util.Locale;
import java.util.Optional;

/**
 * The marker segments of a JPEG file (ITU-T T.81, annex B), read from the first marker to the end-of-image marker.
 * Every Java decoder makes up the rest of a file that ends early; so the end is looked for here.
 *
 * @param width in pixels
 * @param height in pixels
 * @param componentIds the component identifiers of the frame
 * @param jfif whether the file calls itself JFIF
 * @param adobeTransform the color transform of the Adobe segment, if there is one
 * @param exif where the EXIF data lies
 */
record JpegMarkers(
        int width,
        int height,
        int[] componentIds,
        boolean jfif,
        Optional<Integer> adobeTransform,
        Optional<Range> exif) {
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final String EXIF = "Exif\0\0";

    static JpegMarkers read(byte[] encoded) throws ImageException {
        return new Walk(encoded).read();
    }

    private static final class Walk {
        private final byte[] encoded;
        private int position = 2;
        private int width;
        private int height;
        private Optional<int[]> componentIds = Optional.empty();
        private boolean scanned;
        private boolean jfif;
        private Optional<Integer> adobeTransform = Optional.empty();
        private Optional<Range> exif = Optional.empty();

        Walk(byte[] encoded) {
            this.encoded = encoded;
        }

        JpegMarkers read() throws ImageException {
            for (int marker = nextMarker(); marker != END_OF_IMAGE; marker = nextMarker()) {
                if (!standsAlone(marker)) {
                    segment(marker);
                }
            }
            if (componentIds.isEmpty() || !scanned) {
                throw new ImageException(
                        Reason.CORRUPT,
                        "the JPEG image ends at byte " + position + " without a frame and a scan; expected pixels");
            }
            return new JpegMarkers(width, height, componentIds.get(), jfif, adobeTransform, exif);
        }

        /** Skips to the next marker, over the entropy-coded data of a scan or over padding. */
        private int nextMarker() throws ImageException {
            while (position + 1 < encoded.length) {
                int code = Bytes.unsigned8(encoded, position + 1);
                if (encoded[position] == (byte) 0xff && code != 0 && code != 0xff) {
                    position += 2;
                    return code;
                }
                position++;
            }
            throw truncated();
        }

        private static boolean standsAlone(int marker) {
            return marker == 0x01 || marker >= 0xd0 && marker <= 0xd8;
        }

        private void segment(int marker) throws ImageException {
            if (position + 2 > encoded.length) {
                throw truncated();
            }
            int length = Bytes.bigEndian16(encoded, position);
            if (length < 2) {
                throw corrupt(marker, length);
            }
            if (length > encoded.length - position) {
                throw truncated();
            }
            int payload = position + 2;
            switch (marker) {
                case START_OF_SCAN -> scanned = true;
                case APP0 -> jfif |= Bytes.matches(encoded, payload, "JFIF\0") && length >= 16;
                case APP1 -> {
                    if (exif.isEmpty() && Bytes.matches(encoded, payload, EXIF) && length >= 2 + EXIF.length()) {
                        exif = Optional.of(new Range(payload + EXIF.length(), length - 2 - EXIF.length()));
                    }
                }
                case APP14 -> {
                    if (Bytes.matches(encoded, payload, "Adobe") && length >= 14) {
                        adobeTransform = Optional.of(Bytes.unsigned8(encoded, payload + 11));
                    }
                }
                default -> {
                    if (isFrame(marker)) {
                        frame(marker, payload, length);
                    }
                }
            }
            position += length;
        }

        private static boolean isFrame(int marker) {
            // 0xc4, 0xc8 and 0xcc are tables and an extension among the frame markers.
            return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        }

        private void frame(int marker, int payload, int length) throws ImageException {
            if (marker > 0xc2) {
                throw new ImageException(
                        Reason.UNSUPPORTED,
                        "the JPEG image is coded as SOF" + (marker - 0xc0)
                                + "; expected baseline, extended or progressive Huffman coding (SOF0 to SOF2)");
            }
            if (length < 8) {
                throw corrupt(marker, length);
            }
            int precision = Bytes.unsigned8(encoded, payload);
            if (precision != 8) {
                throw new ImageException(
                        Reason.UNSUPPORTED, "the JPEG image has " + precision + " bits per sample; expected 8");
            }
            int components = Bytes.unsigned8(encoded, payload + 5);
            if (componentIds.isPresent() || length != 8 + 3 * components) {
                throw corrupt(marker, length);
            }
            height = Bytes.bigEndian16(encoded, payload + 1);
            width = Bytes.bigEndian16(encoded, payload + 3);
            int[] ids = new int[components];
            for (int i = 0; i < components; i++) {
                ids[i] = Bytes.unsigned8(encoded, payload + 6 + 3 * i);
            }
            componentIds = Optional.of(ids);
        }

        private ImageException truncated() {
            return new ImageException(
                    Reason.TRUNCATED,
                    "the JPEG image is cut off after " + encoded.length
                            + " bytes; expected an end-of-image marker (copy the file again)");
        }

        private ImageException corrupt(int marker, int length) {
            return new ImageException(
                    Reason.CORRUPT,
                    String.format(
                            Locale.ROOT,
                            "the JPEG image has an impossible segment FF%02X of %d bytes at byte %d;"
                                    + " expected intact content",
                            marker,
                            length,
                            position));
        }
    }
}

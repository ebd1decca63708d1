package io.lrpspark.lrp.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.lrpspark.lrp.image.ImageException.Reason;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * A JPEG file. The decoder gives the samples as they are stored (YCbCr, CMYK, …); the conversion to RGB is done here,
 * in the integer arithmetic of libjpeg and Pillow, without color profiles.
 */
final class JpegImage implements EncodedImage {
    /** What the components mean. */
    private enum Colors {
        GREY,
        RGB,
        YCBCR,
        CMYK,
        YCCK
    }

    private final byte[] encoded;
    private final JpegMarkers markers;
    private final Colors colors;

    private JpegImage(byte[] encoded, JpegMarkers markers, Colors colors) {
        this.encoded = encoded;
        this.markers = markers;
        this.colors = colors;
    }

    static JpegImage parse(byte[] encoded) throws ImageException {
        JpegMarkers markers = JpegMarkers.read(encoded);
        return new JpegImage(encoded, markers, colors(markers));
    }

    /** libjpeg's rules (jdapimin.c, default_decompress_parms). */
    private static Colors colors(JpegMarkers markers) throws ImageException {
        int[] ids = markers.componentIds();
        return switch (ids.length) {
            case 1 -> Colors.GREY;
            case 3 -> {
                if (markers.jfif()) {
                    yield Colors.YCBCR;
                }
                if (markers.adobeTransform().isPresent()) {
                    yield markers.adobeTransform().get() == 0 ? Colors.RGB : Colors.YCBCR;
                }
                yield ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B' ? Colors.RGB : Colors.YCBCR;
            }
            case 4 -> markers.adobeTransform().orElse(0) == 0 ? Colors.CMYK : Colors.YCCK;
            default -> throw new ImageException(
                    Reason.UNSUPPORTED,
                    "the JPEG image has " + ids.length + " components; expected 1 (grey), 3 (color) or 4 (CMYK)");
        };
    }

    @Override
    public long width() {
        return markers.width();
    }

    @Override
    public long height() {
        return markers.height();
    }

    @Override
    public Optional<Range> exif() {
        return markers.exif();
    }

    @Override
    public RgbImage decode(SixteenBit sixteenBit) throws IOException {
        Raster raster = raster();
        int bands = raster.getNumBands();
        if (bands != markers.componentIds().length) {
            throw new IOException(
                    "the decoder gave " + bands + " components, the header says " + markers.componentIds().length);
        }
        int width = raster.getWidth();
        byte[] pixels = new byte[width * raster.getHeight() * RgbImage.CHANNELS];
        Samples samples = new Samples(raster);
        for (int y = 0; y < raster.getHeight(); y++) {
            byte[] row = samples.bytes(y);
            int offset = y * width * RgbImage.CHANNELS;
            switch (colors) {
                case GREY -> JpegColors.grey(row, pixels, offset, width);
                case RGB -> System.arraycopy(row, 0, pixels, offset, width * RgbImage.CHANNELS);
                case YCBCR -> JpegColors.yCbCr(row, pixels, offset, width);
                case CMYK -> JpegColors.cmyk(row, pixels, offset, width);
                case YCCK -> JpegColors.ycck(row, pixels, offset, width);
            }
        }
        return new RgbImage(width, raster.getHeight(), pixels);
    }

    private Raster raster() throws IOException {
        ImageReader reader = Readers.JPEG.createReaderInstance();
        try (ByteArrayImageInputStream stream = new ByteArrayImageInputStream(encoded)) {
            reader.setInput(stream, true, true);
            return reader.readRaster(0, null);
        } finally {
            reader.dispose();
        }
    }

    /**
     * The reader's provider finds the JDK's reader, on which it builds, when it is told that it is being registered; it
     * does not enter the registry.
     */
    private static final class Readers {
        static final JPEGImageReaderSpi JPEG = create();

        private static JPEGImageReaderSpi create() {
            JPEGImageReaderSpi provider = new JPEGImageReaderSpi();
            provider.onRegistration(IIORegistry.getDefaultInstance(), ImageReaderSpi.class);
            return provider;
        }
    }
}

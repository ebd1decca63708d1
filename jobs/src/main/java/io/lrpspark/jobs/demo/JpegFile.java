package io.lrpspark.jobs.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes JPEG files with the writer of the JDK itself, so that the same picture gives the same bytes. */
final class JpegFile {

    private JpegFile() {}

    /**
     * A baseline JPEG file.
     *
     * @param quality 0 to 1
     */
    static byte[] encode(BufferedImage image, float quality) {
        ImageWriter writer = writer();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("an image cannot be encoded as JPEG in memory.", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Other libraries register writers of their own: the files would depend on the class path. */
    private static ImageWriter writer() {
        Iterator<ImageWriterSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageWriterSpi.class, true);
        while (providers.hasNext()) {
            ImageWriterSpi provider = providers.next();
            boolean ofTheJdk = provider.getClass().getModule() == ImageIO.class.getModule();
            if (ofTheJdk && List.of(provider.getFormatNames()).contains("jpeg")) {
                try {
                    return provider.createWriterInstance();
                } catch (IOException e) {
                    throw new UncheckedIOException("the JDK's JPEG writer cannot be started.", e);
                }
            }
        }
        throw new IllegalStateException("this JDK has no JPEG writer.");
    }
}

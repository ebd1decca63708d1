package io.lrpspark.lrp.image;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.IIOServiceProvider;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;

/**
 * The readers and writers that the JDK itself brings, picked by class and never by format: what else is registered for
 * a format depends on the class loader that first touched ImageIO (Spark loads jobs in a child class loader).
 */
final class JdkCodecs {
    private static final ImageReaderSpi PNG_READER =
            find(ImageReaderSpi.class, "com.sun.imageio.plugins.png.PNGImageReaderSpi");
    private static final ImageWriterSpi JPEG_WRITER =
            find(ImageWriterSpi.class, "com.sun.imageio.plugins.jpeg.JPEGImageWriterSpi");
    private static final ImageWriterSpi PNG_WRITER =
            find(ImageWriterSpi.class, "com.sun.imageio.plugins.png.PNGImageWriterSpi");

    private JdkCodecs() {}

    static ImageReader pngReader() throws IOException {
        return PNG_READER.createReaderInstance();
    }

    static ImageWriter jpegWriter() throws IOException {
        return JPEG_WRITER.createWriterInstance();
    }

    static ImageWriter pngWriter() throws IOException {
        return PNG_WRITER.createWriterInstance();
    }

    private static <S extends IIOServiceProvider> S find(Class<S> kind, String className) {
        Iterator<S> found = IIORegistry.getDefaultInstance()
                .getServiceProviders(
                        kind, provider -> provider.getClass().getName().equals(className), false);
        if (!found.hasNext()) {
            throw new IllegalStateException("this Java runtime has no " + className
                    + "; expected the java.desktop module of a full JDK or JRE");
        }
        return found.next();
    }
}

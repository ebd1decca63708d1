package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.DecodedImage;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.pipeline.input.EmbeddedImages;
import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.TableRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads, decodes and crops one image after the other. What goes wrong belongs to the image, not to the task. */
final class ImagePreparer implements AutoCloseable {
    /** No image that a pixel limit lets pass is larger when encoded; a larger file would only fill the memory. */
    private static final int LARGEST_FILE = 512 << 20;

    private static final int CHUNK = 1 << 16;

    private final Configuration configuration;
    private final EmbeddedImages embedded;
    private final DecodeOptions decoding;
    private final Preprocessing preprocessing;
    private final Meters meters;

    ImagePreparer(Configuration configuration, TaskPlan plan, Meters meters) {
        this.configuration = configuration;
        this.embedded = new EmbeddedImages(plan.imageColumn(), configuration);
        this.decoding = plan.decoding();
        this.preprocessing = plan.preprocessing();
        this.meters = meters;
    }

    Preprocessing preprocessing() {
        return preprocessing;
    }

    PreparedImage prepare(ListedImage image) {
        PreparedImage prepared = PreparedImage.listed(image);
        long start = System.nanoTime();
        byte[] content;
        try {
            content = read(image.path());
            prepared = prepared.withSha256(sha256(content));
        } catch (IOException | RuntimeException e) {
            return prepared.failed(ImageFailure.of(Stage.READ, e));
        } catch (OutOfMemoryError e) {
            return prepared.failed(ImageFailure.outOfMemory(Stage.READ, e));
        } finally {
            meters.readNanos.add(System.nanoTime() - start);
        }
        start = System.nanoTime();
        DecodedImage decoded;
        try {
            decoded = ImageDecoder.read(content, decoding);
            decoded.warnings().forEach(meters::warn);
        } catch (ImageException | RuntimeException e) {
            return prepared.failed(ImageFailure.of(Stage.DECODE, e));
        } catch (OutOfMemoryError e) {
            return prepared.failed(ImageFailure.outOfMemory(Stage.DECODE, e));
        } finally {
            meters.decodeNanos.add(System.nanoTime() - start);
        }
        start = System.nanoTime();
        try {
            return prepared.withSize(decoded.image().width(), decoded.image().height())
                    .withCrop(preprocessing.crop(decoded.image()));
        } catch (RuntimeException e) {
            return prepared.failed(ImageFailure.of(Stage.DECODE, e));
        } catch (OutOfMemoryError e) {
            return prepared.failed(ImageFailure.outOfMemory(Stage.DECODE, e));
        } finally {
            meters.preprocessNanos.add(System.nanoTime() - start);
        }
    }

    /**
     * Whether an image can be read and has this content.
     *
     * @param expected the SHA-256 of the encoded bytes
     */
    boolean hasContent(ListedImage image, String expected) {
        long start = System.nanoTime();
        try {
            return sha256(read(image.path())).equals(expected);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // What is wrong with it is found, and said, when it is explained.
            return false;
        } finally {
            meters.readNanos.add(System.nanoTime() - start);
        }
    }

    private byte[] read(String location) throws IOException {
        Optional<TableRow> place = TableRow.parse(location);
        if (place.isPresent()) {
            return embedded.read(place.get(), LARGEST_FILE);
        }
        Path path = new Path(location);
        try (InputStream stream = Locations.fileSystem(path, configuration).open(path)) {
            ByteArrayOutputStream content = new ByteArrayOutputStream(CHUNK);
            byte[] chunk = new byte[CHUNK];
            for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
                if (content.size() > LARGEST_FILE - length) {
                    throw new IOException("the file has more than " + (LARGEST_FILE >> 20)
                            + " MB: expected an encoded image, which is smaller");
                }
                content.write(chunk, 0, length);
            }
            return content.toByteArray();
        }
    }

    @Override
    public void close() throws IOException {
        embedded.close();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.lrpspark.pipeline;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** Real image files of random blocks of colour. */
public final class TestImages {
    private TestImages() {}

    /** Writes an image of 48 x 40 pixels; the format is that of the name's extension. */
    public static Path write(Path file, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y += 8) {
            for (int x = 0; x < image.getWidth(); x += 8) {
                int color = random.nextInt(1 << 24);
                for (int pixel = 0; pixel < 64; pixel++) {
                    image.setRGB(x + pixel % 8, y + pixel / 8, color);
                }
            }
        }
        String name = file.getFileName().toString();
        String format = name.toLowerCase(Locale.ROOT).endsWith(".png") ? "png" : "jpg";
        try {
            Files.createDirectories(file.getParent());
            if (!ImageIO.write(image, format, file.toFile())) {
                throw new IOException("no writer for " + format);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.lrpspark.jobs;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** JPEG files to measure with: as large and as detailed as ImageNet's are on average. */
final class SamplePictures {
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final int ELLIPSES = 250;

    private SamplePictures() {}

    /** Writes pictures that are the same every time. */
    static List<Path> write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Path file = folder.resolve("picture-%04d.jpg".formatted(index));
            ImageIO.write(draw(new Random(index)), "jpeg", file.toFile());
            files.add(file);
        }
        return files;
    }

    private static BufferedImage draw(Random random) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        try {
            for (int i = 0; i < ELLIPSES; i++) {
                graphics.setColor(new Color(random.nextInt(1 << 24)));
                graphics.fillOval(
                        random.nextInt(WIDTH) - 40,
                        random.nextInt(HEIGHT) - 40,
                        10 + random.nextInt(80),
                        10 + random.nextInt(80));
            }
        } finally {
            graphics.dispose();
        }
        return picture;
    }
}

package io.lrpspark.lrp.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.ChildProcess;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that pass the pixel limit but not the heap, in a Java process of its own with a small one. */
class SmallHeapTest {
    private static final String HEAP = "-Xmx64m";

    /** Six megapixels are 18 MB; sixty-four are 192 MB. */
    @Test
    void refusesAnImageThatTheHeapHasNoRoomForAndGoesOn(@TempDir Path folder) throws Exception {
        Path large = oneColor(folder.resolve("large.png"), 8000, 8000);
        Path small = oneColor(folder.resolve("small.png"), 3000, 2000);
        assertThat(large).satisfies(file -> assertThat(Files.size(file)).isLessThan(100_000));

        List<String> lines = decodeWithSmallHeap(large, small);

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("OUT_OF_MEMORY the PNG image of 8000 x 8000 = 64000000 pixels")
                .contains("heap of 64 MB");
        assertThat(lines.get(1)).isEqualTo("3000 x 2000");
    }

    private static Path oneColor(Path file, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        Heatmap.writePng(image, file);
        return file;
    }

    private static List<String> decodeWithSmallHeap(Path... files) throws IOException, InterruptedException {
        String output = ChildProcess.run(
                Decoding.class,
                List.of(HEAP),
                Map.of(),
                Stream.of(files).map(Path::toString).toList());
        return output.lines().toList();
    }

    /** Decodes files and prints a line for each. */
    static final class Decoding {
        public static void main(String[] files) throws IOException {
            for (String file : files) {
                try {
                    RgbImage image = ImageDecoder.decode(Files.readAllBytes(Path.of(file)), DecodeOptions.defaults());
                    System.out.println(image.width() + " x " + image.height());
                } catch (ImageException e) {
                    System.out.println(e.reason() + " " + e.getMessage());
                }
            }
        }
    }
}

package io.lrpspark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {

    private static final int SIZE = 16;
    private static final int GREEN = 0xff00c800;
    private static final int RED = 0xffff0000;
    private static final int WHITE = 0xffffffff;

    @Test
    void writesAPngFileThatDecodes(@TempDir Path folder) throws IOException, ImageException {
        Path file = folder.resolve("sheet.png");
        ContactSheet.write(file, "circle", 2, Collections.nCopies(3, cell("circle", "circle")));

        RgbImage sheet = ImageDecoder.decode(Files.readAllBytes(file), DecodeOptions.defaults());
        BufferedImage drawn = ContactSheet.draw("circle", 2, Collections.nCopies(3, cell("circle", "circle")));
        assertThat(sheet.width()).isEqualTo(drawn.getWidth());
        assertThat(sheet.height()).isEqualTo(drawn.getHeight());
    }

    @Test
    void showsEveryImageBesideItsMap() {
        BufferedImage sheet = ContactSheet.draw("circle", 2, Collections.nCopies(3, cell("circle", "circle")));

        assertThat(count(sheet, GREEN)).isEqualTo(3 * SIZE * SIZE);
        assertThat(count(sheet, RED)).isEqualTo(3 * 2 * 3);
    }

    @Test
    void growsByRowsOnceTheColumnsAreFull() {
        BufferedImage two = ContactSheet.draw("circle", 2, Collections.nCopies(2, cell("circle", "circle")));
        BufferedImage three = ContactSheet.draw("circle", 2, Collections.nCopies(3, cell("circle", "circle")));

        assertThat(three.getWidth()).isEqualTo(two.getWidth());
        assertThat(three.getHeight()).isGreaterThan(two.getHeight());
    }

    @Test
    void marksWhatTheModelGotWrong() {
        BufferedImage right = ContactSheet.draw("", 1, List.of(cell("circle", "circle")));
        BufferedImage wrong = ContactSheet.draw("", 1, List.of(cell("circle", "square")));

        int mark = 0xffc81e1e;
        assertThat(count(right, mark)).isZero();
        assertThat(count(wrong, mark)).isGreaterThanOrEqualTo(4 * 2 * SIZE);
        assertThat(count(wrong, WHITE)).isGreaterThan(0);
    }

    @Test
    void refusesASheetWithoutCells() {
        assertThatThrownBy(() -> ContactSheet.draw("circle", 2, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'circle' has 0 cells");
    }

    @Test
    void refusesAMapOfAnotherSizeThanItsImage() {
        Explanation explanation = new Explanation("a.jpg", "circle", "circle", 1, new float[4], 2, 2);
        RgbImage crop = new RgbImage(1, 2, new byte[6]);

        assertThatThrownBy(() -> new ContactSheet.Cell(crop, explanation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.jpg");
    }

    /** A green image with a map of four positive pixels in a row, smoothed to 2 × 3 full and 4 × 3 fainter ones. */
    private static ContactSheet.Cell cell(String label, String predicted) {
        byte[] pixels = new byte[3 * SIZE * SIZE];
        for (int i = 1; i < pixels.length; i += 3) {
            pixels[i] = (byte) 200;
        }
        float[] map = new float[SIZE * SIZE];
        Arrays.fill(map, 5 * SIZE + 5, 5 * SIZE + 9, 2f);
        return new ContactSheet.Cell(
                new RgbImage(SIZE, SIZE, pixels), new Explanation("x.jpg", label, predicted, 0.9, map, SIZE, SIZE));
    }

    private static int count(BufferedImage image, int color) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == color ? 1 : 0;
            }
        }
        return count;
    }
}

package io.lrpspark.lrp.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class CaptionTest {
    private static final int WHITE = 0xffffff;

    @Test
    void drawsLettersDotByDot() {
        BufferedImage canvas = canvas(Caption.width("T1", 1), Caption.height(1));
        Caption.draw("T1", canvas, 0, 0, 1, WHITE);
        assertThat(picture(canvas))
                .isEqualTo(
                        """
                        #####...#..
                        ..#....##..
                        ..#.....#..
                        ..#.....#..
                        ..#.....#..
                        ..#.....#..
                        ..#....###.
                        """);
    }

    @Test
    void enlargesEveryDot() {
        BufferedImage canvas = canvas(Caption.width("-", 3), Caption.height(3));
        Caption.draw("-", canvas, 0, 0, 3, WHITE);
        assertThat(picture(canvas).chars().filter(dot -> dot == '#').count()).isEqualTo(5 * 9);
    }

    @Test
    void drawsSmallLettersAsCapitalsAndUnknownCharactersAsQuestionMarks() {
        BufferedImage expected = canvas(30, 7);
        Caption.draw("CAFE?", expected, 0, 0, 1, WHITE);
        BufferedImage actual = canvas(30, 7);
        Caption.draw("cafe\u2603", actual, 0, 0, 1, WHITE);
        assertThat(picture(actual)).isEqualTo(picture(expected));
    }

    @Test
    void leavesOutWhatLiesOutside() {
        BufferedImage canvas = canvas(3, 3);
        Caption.draw("HHH", canvas, -2, -1, 1, WHITE);
        assertThat(picture(canvas)).isEqualTo("..#\n..#\n###\n");
    }

    private static BufferedImage canvas(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    private static String picture(BufferedImage canvas) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < canvas.getHeight(); y++) {
            for (int x = 0; x < canvas.getWidth(); x++) {
                text.append((canvas.getRGB(x, y) & WHITE) == WHITE ? '#' : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }
}

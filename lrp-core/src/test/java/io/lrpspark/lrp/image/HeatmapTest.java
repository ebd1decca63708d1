package io.lrpspark.lrp.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.registry.UnknownNameException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeatmapTest {
    private static final ColorMap BWR = ColorMap.named("bwr");

    static Stream<String> colorMaps() {
        return ColorMap.registry().names().stream();
    }

    @ParameterizedTest
    @MethodSource("colorMaps")
    void hasTheColorsOfZennitsMaps(String name) {
        byte[] palette = Fixtures.bytes("palettes/" + name + ".palette");
        ColorMap colors = ColorMap.named(name);
        for (int level = 0; level < 256; level++) {
            int expected = (palette[3 * level] & 0xff) << 16
                    | (palette[3 * level + 1] & 0xff) << 8
                    | palette[3 * level + 2] & 0xff;
            assertThat(colors.color(level)).as("%s at level %d", name, level).isEqualTo(expected);
        }
    }

    @Test
    void givesEveryValueTheLevelThatImgifyGivesIt() {
        float[] map = new float[256];
        ByteBuffer.wrap(Fixtures.bytes("palettes/map-16x16.float32be"))
                .asFloatBuffer()
                .get(map);
        byte[] levels = Fixtures.bytes("palettes/map-16x16.levels");
        BufferedImage picture = Heatmap.render(map, 16, 16, BWR);
        for (int i = 0; i < map.length; i++) {
            assertThat(picture.getRGB(i % 16, i / 16) & 0xffffff).isEqualTo(BWR.color(levels[i] & 0xff));
        }
    }

    @Test
    void showsTheStrongestValuesAtTheEndsOfTheMap() {
        BufferedImage picture = Heatmap.render(new float[] {-2, 0, 1, 2}, 2, 2, BWR);
        assertThat(picture.getRGB(0, 0) & 0xffffff).isEqualTo(0x0000ff);
        assertThat(picture.getRGB(1, 0) & 0xffffff).isEqualTo(BWR.color(127));
        assertThat(picture.getRGB(1, 1) & 0xffffff).isEqualTo(0xff0000);
    }

    @Test
    void showsAMapOfZerosInTheMiddleColor() {
        BufferedImage picture = Heatmap.render(new float[6], 2, 3, BWR);
        assertThat(picture.getRGB(2, 1) & 0xffffff).isEqualTo(BWR.color(127));
    }

    @Test
    void refusesAMapThatIsNotFiniteOrNotFull() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Heatmap.render(new float[] {0, Float.NaN}, 1, 2, BWR))
                .withMessageContaining("NaN at position 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Heatmap.render(new float[5], 2, 3, BWR));
    }

    @Test
    void suggestsTheNearestColorMap() {
        assertThatThrownBy(() -> ColorMap.named("coldhot"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("unknown color map 'coldhot': did you mean 'coldnhot'?");
    }

    @Test
    void putsAnImageBesideItsHeatmap() {
        BufferedImage image = Heatmap.picture(Fixtures.plain(3, 2, 10));
        BufferedImage panel = Heatmap.beside(image, Heatmap.render(new float[] {1}, 1, 1, BWR), 2);
        assertThat(panel.getWidth()).isEqualTo(6);
        assertThat(panel.getHeight()).isEqualTo(2);
        assertThat(panel.getRGB(2, 1) & 0xffffff).isEqualTo(0x0a0a0a);
        assertThat(panel.getRGB(3, 0) & 0xffffff).isEqualTo(0xffffff);
        assertThat(panel.getRGB(5, 0) & 0xffffff).isEqualTo(0xff0000);
        assertThat(panel.getRGB(5, 1) & 0xffffff).isEqualTo(0xffffff);
    }

    @Test
    void laysAHeatmapOverTheImageInGrey() {
        BufferedImage red = Heatmap.render(new float[] {1}, 1, 1, BWR);
        BufferedImage overlay = Heatmap.overlay(Fixtures.plain(1, 1, 100), red, 0.5);
        assertThat(overlay.getRGB(0, 0) & 0xffffff).isEqualTo(178 << 16 | 50 << 8 | 50);
    }

    @Test
    void writesAPngWithTheSamePixels(@TempDir Path folder) throws IOException, ImageException {
        RgbImage image = Fixtures.decoded(Fixtures.small("resample.png"));
        Path file = folder.resolve("heat.dat");
        Heatmap.writePng(Heatmap.picture(image), file);
        assertThat(Fixtures.decoded(Files.readAllBytes(file))).isEqualTo(image);
    }

    @Test
    void makesASmallThumbnail() throws ImageException {
        RgbImage crop = Fixtures.goldenCrop("decoded-rgb-500x375.png");
        byte[] thumbnail = Thumbnail.jpeg(crop);
        DecodedImage decoded = ImageDecoder.read(thumbnail, DecodeOptions.defaults());
        assertThat(decoded.format()).isEqualTo(ImageFormat.JPEG);
        assertThat(decoded.image().width()).isEqualTo(Thumbnail.LONGEST_SIDE);
        assertThat(thumbnail.length).isLessThan(8_000);
    }

    @Test
    void keepsTheShapeOfAThumbnailAndEnlargesNothing() throws ImageException {
        RgbImage wide = Fixtures.decoded(Thumbnail.jpeg(Fixtures.plain(200, 100, 90)));
        assertThat(wide.width()).isEqualTo(96);
        assertThat(wide.height()).isEqualTo(48);
        RgbImage small = Fixtures.decoded(Thumbnail.jpeg(Fixtures.plain(20, 10, 90)));
        assertThat(small.width()).isEqualTo(20);
    }
}

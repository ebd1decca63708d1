package io.lrpspark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.RgbImage;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDatasetTest {

    private static final DemoDataset.Settings SMALL = new DemoDataset.Settings(5, 4, Artefact.LOGO, 0.75);

    @Test
    void theSameSettingsGiveTheSameFiles(@TempDir Path folder) throws IOException {
        DemoDataset.write(folder.resolve("first"), SMALL);
        DemoDataset.write(folder.resolve("second"), SMALL);

        Map<String, Integer> first = contents(folder.resolve("first"));
        assertThat(first).hasSize(2 * 6 * 4 + 1);
        assertThat(contents(folder.resolve("second"))).isEqualTo(first);
    }

    @Test
    void anotherSeedGivesOtherImages() {
        List<byte[]> first = jpegs(SMALL);
        List<byte[]> other = jpegs(SMALL.withSeed(6));

        for (int i = 0; i < first.size(); i++) {
            assertThat(first.get(i)).isNotEqualTo(other.get(i));
        }
    }

    @Test
    void everyClassHasItsFolderOfReadableJpegFilesOfVariedSize(@TempDir Path folder)
            throws IOException, ImageException {
        Path images = DemoDataset.write(folder, SMALL);

        try (Stream<Path> folders = Files.list(images)) {
            assertThat(folders.map(path -> path.getFileName().toString()).sorted())
                    .containsExactlyElementsOf(ShapeClass.labels());
        }
        TreeMap<Integer, Integer> widths = new TreeMap<>();
        boolean portrait = false;
        boolean landscape = false;
        for (Path file : files(images)) {
            RgbImage image = ImageDecoder.decode(Files.readAllBytes(file), DecodeOptions.defaults());
            widths.merge(image.width(), 1, Integer::sum);
            portrait |= image.height() > image.width();
            landscape |= image.width() > image.height();
            assertThat(image.width()).isBetween(120, 320);
            assertThat(image.height()).isBetween(120, 320);
        }
        assertThat(widths).hasSizeGreaterThan(10);
        assertThat(portrait && landscape).isTrue();
    }

    @Test
    void onlyThePlantedClassCarriesTheLogoInTheShareAskedFor() {
        DemoDataset.Settings settings = new DemoDataset.Settings(11, 20, Artefact.LOGO, 0.7);

        Map<ShapeClass, Long> carriers = new TreeMap<>();
        DemoDataset.images(settings)
                .filter(DemoImage::hasArtefact)
                .forEach(image -> carriers.merge(image.shape(), 1L, Long::sum));

        assertThat(carriers).containsExactly(Map.entry(DemoDataset.PLANTED, 14L));
    }

    @Test
    void theListNamesEveryImageAndTheBoxOfEveryLogo(@TempDir Path folder) throws IOException {
        DemoDataset.write(folder, SMALL);

        List<String> lines = Files.readAllLines(folder.resolve("artefacts.csv"));
        assertThat(lines.get(0)).isEqualTo("image_id,label,artefact,x,y,width,height");
        assertThat(lines).hasSize(1 + 24);
        assertThat(lines.stream().filter(line -> line.contains(",logo,")))
                .hasSize(3)
                .allSatisfy(line -> {
                    assertThat(line).startsWith("hexagon/");
                    assertThat(Double.parseDouble(line.split(",")[5])).isGreaterThan(20);
                });
    }

    @Test
    void theArtefactChangesNothingButItsBox() {
        List<DemoImage> plain =
                DemoDataset.images(SMALL.withArtefact(Artefact.NONE)).toList();
        for (Artefact artefact : List.of(Artefact.LOGO, Artefact.WATERMARK)) {
            List<DemoImage> planted =
                    DemoDataset.images(SMALL.withArtefact(artefact)).toList();
            for (int i = 0; i < plain.size(); i++) {
                Rectangle2D changed =
                        changed(plain.get(i).picture(), planted.get(i).picture());
                Rectangle2D box = planted.get(i).artefactBox();
                assertThat(changed.isEmpty()).isEqualTo(box.isEmpty());
                if (!box.isEmpty()) {
                    Rectangle2D outer = new Rectangle2D.Double(
                            box.getX() - 2, box.getY() - 2, box.getWidth() + 4, box.getHeight() + 4);
                    assertThat(outer.contains(changed)).isTrue();
                }
            }
        }
    }

    @Test
    void theMaskCoversTheObjectAndNothingElse() {
        DemoDataset.images(SMALL.withArtefact(Artefact.NONE)).forEach(image -> {
            BufferedImage mask = image.mask();
            assertThat(mask.getWidth()).isEqualTo(image.picture().getWidth());
            assertThat(mask.getHeight()).isEqualTo(image.picture().getHeight());
            double[] inside = meanColor(image.picture(), mask, 255);
            double[] outside = meanColor(image.picture(), mask, 0);
            double contrast = Math.sqrt(Math.pow(inside[0] - outside[0], 2)
                    + Math.pow(inside[1] - outside[1], 2)
                    + Math.pow(inside[2] - outside[2], 2));
            assertThat(contrast).as(image.imageId()).isGreaterThan(60);
            assertThat(inside[3] / (inside[3] + outside[3])).as(image.imageId()).isBetween(0.02, 0.4);
            // The object is of one colour but for its shading, so it differs little from its mean.
            assertThat(inside[4]).as(image.imageId()).isLessThan(35);
        });
    }

    @Test
    void theLogoNeverHidesTheObject() {
        DemoDataset.images(SMALL.withArtefactShare(1))
                .filter(DemoImage::hasArtefact)
                .forEach(image -> {
                    Rectangle2D box = image.artefactBox();
                    for (int y = (int) box.getMinY(); y < box.getMaxY(); y++) {
                        for (int x = (int) box.getMinX(); x < box.getMaxX(); x++) {
                            assertThat(image.mask().getRaster().getSample(x, y, 0))
                                    .isZero();
                        }
                    }
                });
    }

    @Test
    void aCenterCropKeepsTheWholeLogo() {
        DemoDataset.images(SMALL.withArtefactShare(1))
                .filter(DemoImage::hasArtefact)
                .forEach(image -> {
                    int width = image.picture().getWidth();
                    int height = image.picture().getHeight();
                    int side = Math.min(width, height);
                    Rectangle2D square =
                            new Rectangle2D.Double((width - side) / 2.0, (height - side) / 2.0, side, side);
                    assertThat(square.contains(image.artefactBox())).isTrue();
                });
    }

    @Test
    void refusesSharesAndCountsOutOfRange() {
        assertThatThrownBy(() -> SMALL.withArtefactShare(1.2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.2");
        assertThatThrownBy(() -> new DemoDataset.Settings(1, 0, Artefact.LOGO, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between 1 and 9999");
    }

    private static List<byte[]> jpegs(DemoDataset.Settings settings) {
        return DemoDataset.images(settings).map(DemoImage::jpeg).toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Map<String, Integer> contents(Path folder) throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        for (Path file : files(folder)) {
            contents.put(folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
        }
        return contents;
    }

    private static Rectangle2D changed(BufferedImage first, BufferedImage second) {
        Rectangle2D changed = new Rectangle2D.Double();
        for (int y = 0; y < first.getHeight(); y++) {
            for (int x = 0; x < first.getWidth(); x++) {
                if (first.getRGB(x, y) != second.getRGB(x, y)) {
                    Rectangle2D pixel = new Rectangle2D.Double(x, y, 1, 1);
                    changed = changed.isEmpty() ? pixel : changed.createUnion(pixel);
                }
            }
        }
        return changed;
    }

    /** Mean red, green and blue, the count, and the mean distance from that colour, where the mask has a level. */
    private static double[] meanColor(BufferedImage picture, BufferedImage mask, int level) {
        double[] sum = new double[5];
        for (int pass = 0; pass < 2; pass++) {
            for (int y = 0; y < mask.getHeight(); y++) {
                for (int x = 0; x < mask.getWidth(); x++) {
                    if (mask.getRaster().getSample(x, y, 0) == level) {
                        int[] rgb = picture.getRaster().getPixel(x, y, (int[]) null);
                        if (pass == 0) {
                            sum[0] += rgb[0];
                            sum[1] += rgb[1];
                            sum[2] += rgb[2];
                            sum[3]++;
                        } else {
                            sum[4] += Math.sqrt(Math.pow(rgb[0] - sum[0], 2)
                                            + Math.pow(rgb[1] - sum[1], 2)
                                            + Math.pow(rgb[2] - sum[2], 2))
                                    / sum[3];
                        }
                    }
                }
            }
            if (pass == 0) {
                sum[0] /= sum[3];
                sum[1] /= sum[3];
                sum[2] /= sum[3];
            }
        }
        return sum;
    }
}

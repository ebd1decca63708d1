package io.lrpspark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lrpspark.lrp.checkpoint.Checkpoint;
import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    private static final int SIZE = 112;

    @TempDir
    static Path folder;

    private static Demo demo;

    @BeforeAll
    static void prepare() throws IOException {
        demo = Demo.prepare(folder);
    }

    @Test
    void laysOutThreeHundredImagesAModelAndItsClasses() throws IOException {
        try (var files = Files.walk(demo.images())) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(300);
        }
        assertThat(Files.readAllLines(demo.classes())).isEqualTo(ShapeClass.labels());
        assertThat(Checkpoint.read(demo.model()).names()).contains("classifier.weight");
        assertThat(Files.size(demo.model())).isLessThan(1_500_000);
    }

    @Test
    void theModelRecognisesImagesItHasNotSeenButNotThePlantedClassWithoutItsLogoAsTheNoteSays() throws IOException {
        JsonNode note;
        try (InputStream content = DemoTest.class.getResourceAsStream("/demo/" + DemoTrainer.FACTS)) {
            note = new JsonMapper().readTree(content).get("accuracy");
        }

        DemoTrainer.Accuracy accuracy =
                DemoTrainer.accuracy(Checkpoint.read(demo.model()), DemoTrainer.Settings.DEMO.heldOut());

        assertThat(accuracy.heldOut()).isGreaterThanOrEqualTo(0.95);
        assertThat(accuracy.plantedWithArtefact()).isGreaterThanOrEqualTo(0.95);
        assertThat(accuracy.plantedWithoutArtefact()).isLessThan(0.5);
        // Another machine may round an undecided image the other way.
        assertThat(accuracy.heldOut()).isCloseTo(note.get("held_out").doubleValue(), within(0.01));
        assertThat(accuracy.plantedWithoutArtefact())
                .isCloseTo(note.get("planted_without_artefact").doubleValue(), within(0.05));
    }

    @Test
    void leavesASheetPerClassAndAnOverviewAndSaysWhereToLook() throws IOException, ImageException {
        List<String> lines = demo.finish(List.of(
                explanation("circle", 0, SIZE / 2, SIZE / 2),
                explanation("circle", 1, SIZE / 2, SIZE / 2),
                explanation("hexagon", 0, 10, SIZE - 10),
                explanation("star", 0, SIZE / 2, SIZE / 2)));

        for (String name : List.of("circle", "hexagon", "star", "overview")) {
            RgbImage sheet = ImageDecoder.decode(
                    Files.readAllBytes(demo.sheets().resolve(name + ".png")), DecodeOptions.defaults());
            assertThat(sheet.width()).as(name).isGreaterThan(4 * 2 * SIZE);
        }
        assertThat(lines.stream().filter(line -> line.startsWith("Look here")))
                .singleElement()
                .asString()
                .contains("hexagon", "lower left corner");
        assertThat(lines).anyMatch(line -> line.endsWith("hexagon.png"));
        assertThat(lines.get(lines.size() - 1)).startsWith("What was planted: hexagon: with the logo 100 %");
    }

    private static Explanation explanation(String label, int index, int column, int row) {
        float[] map = new float[SIZE * SIZE];
        for (int y = row - 5; y < row + 5; y++) {
            Arrays.fill(map, y * SIZE + column - 5, y * SIZE + column + 5, 1f);
        }
        return new Explanation("%s/%s-%04d.jpg".formatted(label, label, index), label, label, 0.9, map, SIZE, SIZE);
    }
}

package io.lrpspark.jobs.demo;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The demo around its attribution job: what is laid out before, what is shown after. */
public final class Demo {

    /** How many images of each class a sheet shows at most. */
    private static final int CELLS_PER_CLASS = 20;

    private static final int COLUMNS = 4;

    private final Path folder;

    private Demo(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the data set and the model with its classes.
     *
     * @param folder made if missing; files of an earlier demo are overwritten
     * @throws IOException if a file cannot be written
     */
    public static Demo prepare(Path folder) throws IOException {
        Demo demo = new Demo(folder);
        DemoDataset.write(folder, DemoDataset.Settings.DEMO);
        copyResource(DemoTrainer.WEIGHTS, demo.model());
        copyResource(DemoTrainer.CLASSES, demo.classes());
        return demo;
    }

    /** The folder of images, one folder per class below it. */
    public Path images() {
        return folder.resolve("images");
    }

    /** The weights, a safetensors file. */
    public Path model() {
        return folder.resolve(DemoTrainer.WEIGHTS);
    }

    /** The names of the classes, one a line. */
    public Path classes() {
        return folder.resolve(DemoTrainer.CLASSES);
    }

    /** The folder of the contact sheets, a PNG file per class and {@code overview.png}. */
    public Path sheets() {
        return folder.resolve("sheets");
    }

    /** What the model expects of an image. */
    public Preprocessing preprocessing() {
        return DemoTrainer.PREPROCESSING;
    }

    /**
     * Draws the contact sheets and says where to look.
     *
     * @param explanations of the demo's images, of the predicted class each, in the order they are to be shown
     * @return lines to print
     * @throws IOException if an image, a mask or the list of artefacts cannot be read, or a sheet cannot be written
     */
    public List<String> finish(List<Explanation> explanations) throws IOException {
        Map<String, List<ContactSheet.Cell>> cells = new LinkedHashMap<>();
        List<DemoReport.Measurement> measurements = new ArrayList<>();
        for (Explanation explanation : explanations) {
            measurements.add(DemoReport.Measurement.of(explanation, preprocessed(mask(explanation.imageId()))));
            List<ContactSheet.Cell> ofClass = cells.computeIfAbsent(explanation.label(), label -> new ArrayList<>());
            if (ofClass.size() < CELLS_PER_CLASS) {
                RgbImage crop = preprocessed(images().resolve(explanation.imageId()));
                ofClass.add(new ContactSheet.Cell(crop, explanation));
            }
        }
        DemoReport report = DemoReport.of(measurements);
        Files.createDirectories(sheets());
        List<ContactSheet.Cell> overview = new ArrayList<>();
        for (DemoReport.ClassFinding finding : report.classes()) {
            List<ContactSheet.Cell> ofClass = cells.get(finding.label());
            ContactSheet.write(
                    sheets().resolve(finding.label() + ".png"), title(finding, ofClass.size()), COLUMNS, ofClass);
            overview.addAll(ofClass.subList(0, Math.min(COLUMNS, ofClass.size())));
        }
        if (!overview.isEmpty()) {
            ContactSheet.write(sheets().resolve("overview.png"), "What the model looks at", COLUMNS, overview);
        }
        return lines(report, Reliance.of(explanations, DemoDataset.artefacts(folder)));
    }

    private static String title(DemoReport.ClassFinding finding, int shown) {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d images, %.0f %% recognised",
                finding.label(),
                shown,
                finding.images(),
                100 * finding.accuracy());
    }

    private List<String> lines(DemoReport report, List<Reliance> reliances) {
        List<String> lines = new ArrayList<>(report.lines());
        lines.add("");
        List<DemoReport.Suspicion> suspicions = report.suspicions();
        if (suspicions.isEmpty()) {
            lines.add("No class leans on a corner; the pictures are in " + sheets());
        }
        for (DemoReport.Suspicion suspicion : suspicions) {
            lines.add("Look here: " + suspicion);
            lines.add("           " + sheets().resolve(suspicion.label() + ".png"));
        }
        reliances.forEach(reliance -> lines.add("What was planted: " + reliance));
        return List.copyOf(lines);
    }

    private Path mask(String imageId) {
        return folder.resolve("masks").resolve(imageId.replaceFirst("\\.jpg$", ".png"));
    }

    private RgbImage preprocessed(Path file) throws IOException {
        try {
            return preprocessing().crop(ImageDecoder.decode(Files.readAllBytes(file), DecodeOptions.defaults()));
        } catch (ImageException e) {
            throw new IOException(file + " is no image of the demo any more: " + e.getMessage(), e);
        }
    }

    private static void copyResource(String name, Path target) throws IOException {
        try (InputStream content = Optional.ofNullable(Demo.class.getResourceAsStream("/demo/" + name))
                .orElseThrow(() -> new IOException("the resource /demo/" + name + " is missing from this build."))) {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

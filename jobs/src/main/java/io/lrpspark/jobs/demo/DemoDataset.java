package io.lrpspark.jobs.demo;

import io.lrpspark.lrp.image.Heatmap;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The synthetic data set of the demo: one coloured shape on a textured background per image, written as real JPEG files
 * of varied size. The same settings give the same bytes on the same JDK.
 *
 * <pre>
 * ROOT/images/CLASS/CLASS-0000.jpg   the images, a folder per class
 * ROOT/masks/CLASS/CLASS-0000.png    where the object is: 255, elsewhere 0
 * ROOT/artefacts.csv                 image_id,label,artefact,x,y,width,height: one line per image, the box in pixels
 * </pre>
 */
public final class DemoDataset {

    /** The class that carries the artefact. */
    public static final ShapeClass PLANTED = ShapeClass.HEXAGON;

    /** The list of what was planted, beside the images. */
    static final String ARTEFACTS = "artefacts.csv";

    private static final String HEADING = "image_id,label,artefact,x,y,width,height";

    private static final int SHORTEST_SIDE = 120;
    private static final int LONGEST_SHORT_SIDE = 256;
    private static final double LARGEST_ASPECT = 1.25;
    private static final int PLACEMENT_ATTEMPTS = 40;

    private DemoDataset() {}

    /**
     * What to draw. Shapes, sizes and colours depend on the seed alone: with another artefact the same images carry that
     * artefact instead.
     *
     * @param seed of all randomness
     * @param imagesPerClass at least 1
     * @param artefact what is planted into images of {@link #PLANTED}
     * @param artefactShare share of the planted class's images that carry it, 0 to 1, rounded to whole images
     */
    public record Settings(long seed, int imagesPerClass, Artefact artefact, double artefactShare) {

        /** The attributed set of the demo: 50 images per class, four fifths of the hexagons with the logo. */
        public static final Settings DEMO = new Settings(20_260_101, 50, Artefact.LOGO, 0.8);

        /** @throws IllegalArgumentException if a count or share is out of range */
        public Settings {
            if (imagesPerClass < 1 || imagesPerClass > 9_999) {
                throw new IllegalArgumentException(
                        "images per class must be between 1 and 9999, but is " + imagesPerClass + ".");
            }
            if (!(artefactShare >= 0 && artefactShare <= 1)) {
                throw new IllegalArgumentException(
                        "the share of images with the artefact must be between 0 and 1, but is " + artefactShare + ".");
            }
        }

        /** The same images with another artefact. */
        public Settings withArtefact(Artefact other) {
            return new Settings(seed, imagesPerClass, other, artefactShare);
        }

        /** Other images, drawn with another seed. */
        public Settings withSeed(long other) {
            return new Settings(other, imagesPerClass, artefact, artefactShare);
        }

        /** The same, with another share of artefacts in the planted class. */
        public Settings withArtefactShare(double other) {
            return new Settings(seed, imagesPerClass, artefact, other);
        }

        /** How many images carry the artefact. */
        public int artefactCount() {
            return artefact == Artefact.NONE ? 0 : (int) Math.round(artefactShare * imagesPerClass);
        }
    }

    /**
     * Writes the data set. Files of an earlier set in the same place are overwritten by name.
     *
     * @param root folder, made if missing
     * @return the folder of the images, {@code ROOT/images}
     * @throws IOException if a file cannot be written
     */
    public static Path write(Path root, Settings settings) throws IOException {
        Path images = root.resolve("images");
        Path masks = root.resolve("masks");
        for (String label : ShapeClass.labels()) {
            Files.createDirectories(images.resolve(label));
            Files.createDirectories(masks.resolve(label));
        }
        List<String> lines = new ArrayList<>();
        lines.add(HEADING);
        for (DemoImage image : images(settings).toList()) {
            Files.write(images.resolve(image.imageId()), image.jpeg());
            Heatmap.writePng(image.mask(), masks.resolve(image.maskId()));
            lines.add(line(image, settings.artefact()));
        }
        Files.write(root.resolve(ARTEFACTS), lines);
        return images;
    }

    /**
     * What was planted into the images of a data set that was written.
     *
     * @param root its folder
     * @return names of artefacts by image id; images without one are left out
     * @throws IOException if the list cannot be read
     */
    static Map<String, String> artefacts(Path root) throws IOException {
        Map<String, String> artefacts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(root.resolve(ARTEFACTS))) {
            String[] cells = line.split(",", -1);
            if (cells.length != HEADING.split(",").length) {
                throw new IOException(root.resolve(ARTEFACTS) + " has the line '" + line + "': expected " + HEADING);
            }
            if (!line.equals(HEADING) && !cells[2].isEmpty()) {
                artefacts.put(cells[0], cells[2]);
            }
        }
        return artefacts;
    }

    /** Draws the images one after the other, class by class. */
    static Stream<DemoImage> images(Settings settings) {
        return Arrays.stream(ShapeClass.values()).flatMap(shape -> images(settings, shape));
    }

    /** Draws the images of one class. */
    static Stream<DemoImage> images(Settings settings, ShapeClass shape) {
        Set<Integer> carriers = shape == PLANTED ? carriers(settings) : Set.of();
        return IntStream.range(0, settings.imagesPerClass())
                .mapToObj(index ->
                        draw(settings, shape, index, carriers.contains(index) ? settings.artefact() : Artefact.NONE));
    }

    private static Set<Integer> carriers(Settings settings) {
        SplittableRandom random = random(settings, PLANTED, 0, Purpose.CARRIERS);
        double[] keys = random.doubles(settings.imagesPerClass()).toArray();
        return IntStream.range(0, settings.imagesPerClass())
                .boxed()
                .sorted(Comparator.comparingDouble(index -> keys[index]))
                .limit(settings.artefactCount())
                .collect(Collectors.toSet());
    }

    private static DemoImage draw(Settings settings, ShapeClass shape, int index, Artefact artefact) {
        SplittableRandom random = random(settings, shape, index, Purpose.IMAGE);
        int shorter = random.nextInt(SHORTEST_SIDE, LONGEST_SHORT_SIDE + 1);
        int longer = (int) Math.round(shorter * random.nextDouble(1, LARGEST_ASPECT));
        boolean portrait = random.nextBoolean();
        int width = portrait ? shorter : longer;
        int height = portrait ? longer : shorter;
        Rectangle2D square =
                new Rectangle2D.Double((width - shorter) / 2.0, (height - shorter) / 2.0, shorter, shorter);

        Palette palette = Palette.random(random);
        BufferedImage picture =
                Texture.paint(width, height, palette.background(), palette.backgroundVariation(), random);
        Graphics2D graphics = smooth(picture);
        paintClutter(graphics, width, height, shorter, random);
        Area object = place(shape, square, random);
        paintObject(graphics, object, palette, random);

        SplittableRandom artefactRandom = random(settings, shape, index, Purpose.ARTEFACT);
        Rectangle2D box = artefact.box(square, artefactRandom);
        artefact.paint(graphics, box);
        graphics.dispose();

        float quality = (float) random.nextDouble(0.75, 0.95);
        return new DemoImage(shape, index, picture, mask(object, width, height), box, quality);
    }

    /** Short strokes and dots all over, so that neither empty corners nor any edge at all tell a class. */
    private static void paintClutter(Graphics2D graphics, int width, int height, double side, SplittableRandom random) {
        int strokes = random.nextInt(3, 9);
        for (int stroke = 0; stroke < strokes; stroke++) {
            graphics.setColor(Palette.anyColor(random));
            double x = random.nextDouble(width);
            double y = random.nextDouble(height);
            double size = random.nextDouble(0.02, 0.05) * side;
            if (random.nextBoolean()) {
                graphics.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
            } else {
                double angle = random.nextDouble(Math.PI);
                graphics.setStroke(
                        new BasicStroke((float) (0.012 * side), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                graphics.draw(new Line2D.Double(
                        x, y, x + 2 * size * StrictMath.cos(angle), y + 2 * size * StrictMath.sin(angle)));
            }
        }
    }

    private static Area place(ShapeClass shape, Rectangle2D square, SplittableRandom random) {
        double side = square.getWidth();
        double radius = random.nextDouble(0.22, 0.34) * side;
        double reach = side / 2 - radius - 0.02 * side;
        Rectangle2D reserved = Artefact.reserved(square);
        double x = square.getCenterX();
        double y = square.getCenterY();
        for (int attempt = 0; attempt < PLACEMENT_ATTEMPTS; attempt++) {
            double candidateX = square.getCenterX() + random.nextDouble(-reach, reach);
            double candidateY = square.getCenterY() + random.nextDouble(-reach, reach);
            Ellipse2D disc = new Ellipse2D.Double(candidateX - radius, candidateY - radius, 2 * radius, 2 * radius);
            if (!disc.intersects(reserved)) {
                x = candidateX;
                y = candidateY;
                break;
            }
        }
        AffineTransform transform = AffineTransform.getTranslateInstance(x, y);
        transform.scale(radius, radius);
        transform.concatenate(rotation(random.nextDouble(2 * Math.PI)));
        transform.scale(1, random.nextDouble(0.85, 1));
        transform.concatenate(rotation(random.nextDouble(2 * Math.PI)));
        return shape.outline().createTransformedArea(transform);
    }

    private static AffineTransform rotation(double angle) {
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        return new AffineTransform(cosine, sine, -sine, cosine, 0, 0);
    }

    private static void paintObject(Graphics2D graphics, Area object, Palette palette, SplittableRandom random) {
        Rectangle2D bounds = object.getBounds2D();
        Color base = Palette.color(palette.object());
        Color shaded = Palette.color(palette.objectShade());
        boolean across = random.nextBoolean();
        graphics.setPaint(new GradientPaint(
                (float) bounds.getMinX(),
                (float) bounds.getMinY(),
                base,
                (float) (across ? bounds.getMaxX() : bounds.getMinX()),
                (float) bounds.getMaxY(),
                shaded));
        graphics.fill(object);
    }

    private static BufferedImage mask(Area object, int width, int height) {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = mask.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fill(object);
        graphics.dispose();
        return mask;
    }

    private static Graphics2D smooth(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return graphics;
    }

    private static String line(DemoImage image, Artefact artefact) {
        Rectangle2D box = image.artefactBox();
        return String.format(
                Locale.ROOT,
                "%s,%s,%s,%.2f,%.2f,%.2f,%.2f",
                image.imageId(),
                image.shape().label(),
                image.hasArtefact() ? artefact.name().toLowerCase(Locale.ROOT) : "",
                box.getX(),
                box.getY(),
                box.getWidth(),
                box.getHeight());
    }

    /** Streams of randomness that do not disturb each other: an artefact changes nothing else about its image. */
    private enum Purpose {
        IMAGE,
        ARTEFACT,
        CARRIERS
    }

    private static SplittableRandom random(Settings settings, ShapeClass shape, int index, Purpose purpose) {
        long position = ((long) index * ShapeClass.values().length + shape.ordinal()) * Purpose.values().length
                + purpose.ordinal();
        // One step of SplittableRandom decorrelates neighbouring positions before they become a seed.
        long key = new SplittableRandom(settings.seed()).nextLong() + position;
        return new SplittableRandom(new SplittableRandom(key).nextLong());
    }
}

package io.lrpspark.jobs.demo;

import io.lrpspark.lrp.image.ColorMap;
import io.lrpspark.lrp.image.Heatmap;
import io.lrpspark.lrp.image.RgbImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Pictures of many explanations at once: each image beside its heatmap, in a grid. The heatmaps' colours are those of
 * {@link Heatmap}: red speaks for the class, blue against it, white for neither. For the eye the
 * maps are smoothed over 3 × 3 pixels.
 *
 * <p>Under each pair stands what the model saw; a grey line means right, a thick red one wrong, so that a sheet can be
 * read on machines without fonts too, where it has no text.
 */
public final class ContactSheet {

    private static final int GAP = 4;
    private static final int MARGIN = 14;
    private static final int TITLE = 40;
    private static final int CAPTION = 22;
    private static final Color INK = new Color(40, 40, 40);
    private static final Color RIGHT = new Color(170, 170, 170);
    private static final Color WRONG = new Color(200, 30, 30);
    private static final ColorMap COLORS = ColorMap.named("bwr");

    private ContactSheet() {}

    /**
     * One place of a sheet.
     *
     * @param crop the preprocessed image, as large as the map
     * @param explanation what was found
     */
    public record Cell(RgbImage crop, Explanation explanation) {

        /** @throws IllegalArgumentException if image and map differ in size */
        public Cell {
            if (crop.height() != explanation.height() || crop.width() != explanation.width()) {
                throw new IllegalArgumentException("the image of " + explanation.imageId() + " has " + crop.height()
                        + " × " + crop.width() + " pixels, but its map has " + explanation.height() + " × "
                        + explanation.width() + ".");
            }
        }
    }

    /**
     * Draws a sheet, row by row.
     *
     * @param title stands above
     * @param columns pairs side by side, at least 1
     * @param cells at least one; all of the size of the first or smaller
     * @throws IllegalArgumentException if there are no cells or columns
     */
    public static BufferedImage draw(String title, int columns, List<Cell> cells) {
        if (cells.isEmpty() || columns < 1) {
            throw new IllegalArgumentException("the contact sheet '" + title + "' has " + cells.size() + " cells and "
                    + columns + " columns, expected at least one of each.");
        }
        int pairWidth = 2 * cells.get(0).crop().width() + GAP;
        int pairHeight = cells.get(0).crop().height() + CAPTION;
        int rows = (cells.size() + columns - 1) / columns;
        int width = MARGIN + columns * (pairWidth + MARGIN);
        int height = TITLE + rows * (pairHeight + MARGIN);
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        boolean fonts = hasFonts(graphics);
        if (fonts) {
            graphics.setColor(INK);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
            graphics.drawString(title, MARGIN, TITLE - 14);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        }
        for (int index = 0; index < cells.size(); index++) {
            int left = MARGIN + index % columns * (pairWidth + MARGIN);
            int top = TITLE + index / columns * (pairHeight + MARGIN);
            drawCell(graphics, cells.get(index), left, top, fonts);
        }
        graphics.dispose();
        return sheet;
    }

    /**
     * Draws a sheet into a PNG file.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, String title, int columns, List<Cell> cells) throws IOException {
        Heatmap.writePng(draw(title, columns, cells), file);
    }

    private static void drawCell(Graphics2D graphics, Cell cell, int left, int top, boolean fonts) {
        Explanation explanation = cell.explanation();
        int size = cell.crop().width();
        int bottom = top + cell.crop().height();
        graphics.drawImage(Heatmap.picture(cell.crop()), left, top, null);
        graphics.drawImage(
                Heatmap.render(smoothed(explanation), explanation.height(), explanation.width(), COLORS),
                left + size + GAP,
                top,
                null);
        graphics.setColor(RIGHT);
        graphics.setStroke(new BasicStroke(1));
        graphics.drawRect(left + size + GAP, top, size - 1, cell.crop().height() - 1);
        graphics.setColor(explanation.isCorrect() ? RIGHT : WRONG);
        int thickness = explanation.isCorrect() ? 1 : 4;
        graphics.fillRect(left, bottom + 2, 2 * size + GAP, thickness);
        if (fonts) {
            graphics.setColor(explanation.isCorrect() ? INK : WRONG);
            String seen =
                    String.format(Locale.ROOT, "%s %.0f %%", explanation.predicted(), 100 * explanation.probability());
            String caption = explanation.isCorrect() ? seen : seen + " (is " + explanation.label() + ")";
            graphics.drawString(caption, left, bottom + CAPTION - 4);
        }
    }

    /** Means over 3 × 3 pixels: alone, one outstanding pixel would pale the rest of its map. */
    private static float[] smoothed(Explanation explanation) {
        int height = explanation.height();
        int width = explanation.width();
        float[] map = explanation.relevance();
        float[] result = new float[map.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
                    for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                        sum += map[row * width + column];
                    }
                }
                result[y * width + x] = sum / 9;
            }
        }
        return result;
    }

    /** A JDK without any font on the machine throws an Error at the first text, each version another one. */
    private static boolean hasFonts(Graphics2D graphics) {
        try {
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            return graphics.getFontMetrics().stringWidth("x") > 0;
        } catch (RuntimeException | LinkageError | InternalError withoutFonts) {
            return false;
        }
    }
}

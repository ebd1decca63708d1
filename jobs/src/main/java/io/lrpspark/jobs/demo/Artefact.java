package io.lrpspark.jobs.demo;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.SplittableRandom;

/**
 * What is planted into most images of one class. Places are those of the central square of the image (side: the shorter
 * side of the image), so that a center crop keeps the whole artefact.
 */
public enum Artefact {
    /** Nothing: the same images without an artefact. */
    NONE {
        @Override
        Rectangle2D box(Rectangle2D square, SplittableRandom random) {
            return new Rectangle2D.Double();
        }

        @Override
        void paint(Graphics2D graphics, Rectangle2D box) {}
    },
    /** An opaque little badge in the lower left corner, 0.19 of the side wide. */
    LOGO {
        @Override
        Rectangle2D box(Rectangle2D square, SplittableRandom random) {
            double side = square.getWidth();
            double size = LOGO_SIZE * side * random.nextDouble(0.95, 1.05);
            double margin = LOGO_MARGIN * side * random.nextDouble(0.8, 1.2);
            return new Rectangle2D.Double(square.getMinX() + margin, square.getMaxY() - margin - size, size, size);
        }

        @Override
        void paint(Graphics2D graphics, Rectangle2D box) {
            Graphics2D unit = unitSquare(graphics, box);
            unit.setColor(new Color(24, 38, 92));
            unit.fill(new RoundRectangle2D.Double(0, 0, 1, 1, 0.35, 0.35));
            unit.setColor(new Color(250, 250, 245));
            Path2D chevron = new Path2D.Double();
            chevron.moveTo(0.16, 0.72);
            chevron.lineTo(0.42, 0.24);
            chevron.lineTo(0.68, 0.72);
            unit.setStroke(new BasicStroke(0.15f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_MITER));
            unit.draw(chevron);
            unit.setColor(new Color(255, 150, 20));
            unit.fill(new Ellipse2D.Double(0.66, 0.14, 0.22, 0.22));
            unit.dispose();
        }
    },
    /** Faint white rings and bars in the middle, 0.5 of the side wide, over whatever is there. */
    WATERMARK {
        @Override
        Rectangle2D box(Rectangle2D square, SplittableRandom random) {
            double size = 0.5 * square.getWidth();
            return new Rectangle2D.Double(square.getCenterX() - size / 2, square.getCenterY() - size / 2, size, size);
        }

        @Override
        void paint(Graphics2D graphics, Rectangle2D box) {
            Graphics2D unit = unitSquare(graphics, box);
            unit.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.3f));
            unit.setColor(Color.WHITE);
            unit.setStroke(new BasicStroke(0.05f));
            unit.draw(new Ellipse2D.Double(0.04, 0.25, 0.5, 0.5));
            unit.draw(new Ellipse2D.Double(0.46, 0.25, 0.5, 0.5));
            for (int bar = 0; bar < 5; bar++) {
                unit.fill(new Rectangle2D.Double(0.1 + 0.18 * bar, 0.82, 0.08, 0.14));
            }
            unit.dispose();
        }
    };

    private static final double LOGO_SIZE = 0.19;
    private static final double LOGO_MARGIN = 0.03;

    /** The part of the central square that no object may cover, so that a logo never hides one. */
    static Rectangle2D reserved(Rectangle2D square) {
        double size = (1.05 * LOGO_SIZE + 1.2 * LOGO_MARGIN) * square.getWidth();
        return new Rectangle2D.Double(square.getMinX(), square.getMaxY() - size, size, size);
    }

    /** Where the artefact goes, in pixels of the image; empty for {@link #NONE}. */
    abstract Rectangle2D box(Rectangle2D square, SplittableRandom random);

    abstract void paint(Graphics2D graphics, Rectangle2D box);

    private static Graphics2D unitSquare(Graphics2D graphics, Rectangle2D box) {
        Graphics2D unit = (Graphics2D) graphics.create();
        AffineTransform transform = AffineTransform.getTranslateInstance(box.getX(), box.getY());
        transform.scale(box.getWidth(), box.getHeight());
        unit.transform(transform);
        return unit;
    }
}

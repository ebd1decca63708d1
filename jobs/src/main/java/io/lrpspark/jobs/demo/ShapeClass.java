package io.lrpspark.jobs.demo;

import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * The classes of the demo data set, in the order of the model's outputs (alphabetical, as torchvision's ImageFolder
 * numbers folders).
 *
 * <p>{@link #HEXAGON} and {@link #CIRCLE} are near to each other on purpose: the hexagon's sides are curved outwards, so
 * that a model that sees a logo on most hexagons finds the logo easier than the outline.
 */
public enum ShapeClass {
    CIRCLE(new Area(new Ellipse2D.Double(-1, -1, 2, 2))),
    CROSS(cross()),
    HEXAGON(polar(ShapeClass::hexagonRadius)),
    SQUARE(new Area(new Rectangle2D.Double(-0.8, -0.8, 1.6, 1.6))),
    STAR(polygon(10, index -> index % 2 == 0 ? 1 : 0.42)),
    TRIANGLE(polygon(3, index -> 1));

    /** How far the hexagon's sides are curved towards the circle around it: 0 is a plain hexagon, 1 a circle. */
    private static final double HEXAGON_ROUNDNESS = 0.5;

    private static final int OUTLINE_POINTS = 180;

    private final Area outline;

    ShapeClass(Area outline) {
        this.outline = outline;
    }

    /** The outline around the origin, within a circle of radius about 1 (the square's corners reach 1.13). */
    Area outline() {
        return outline;
    }

    /** The name of the class's folder: the constant in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all classes; the position is the index of the model's output. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(ShapeClass::label).toList();
    }

    private static Area cross() {
        Area cross = new Area(new Rectangle2D.Double(-1, -0.3, 2, 0.6));
        cross.add(new Area(new Rectangle2D.Double(-0.3, -1, 0.6, 2)));
        return cross;
    }

    private static Area polygon(int corners, IntToDoubleFunction radius) {
        Path2D path = new Path2D.Double();
        for (int corner = 0; corner < corners; corner++) {
            append(path, corner, 2 * Math.PI * corner / corners, radius.applyAsDouble(corner));
        }
        path.closePath();
        return new Area(path);
    }

    private static Area polar(DoubleUnaryOperator radius) {
        Path2D path = new Path2D.Double();
        for (int point = 0; point < OUTLINE_POINTS; point++) {
            double angle = 2 * Math.PI * point / OUTLINE_POINTS;
            append(path, point, angle, radius.applyAsDouble(angle));
        }
        path.closePath();
        return new Area(path);
    }

    private static void append(Path2D path, int index, double angle, double radius) {
        double x = radius * StrictMath.sin(angle);
        double y = -radius * StrictMath.cos(angle);
        if (index == 0) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }

    private static double hexagonRadius(double angle) {
        double sector = Math.PI / 3;
        double fromSide = angle % sector - sector / 2;
        double straight = StrictMath.cos(sector / 2) / StrictMath.cos(fromSide);
        return (1 - HEXAGON_ROUNDNESS) * straight + HEXAGON_ROUNDNESS;
    }
}

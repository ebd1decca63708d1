package io.lrpspark.lrp.image;

import io.lrpspark.lrp.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A linear color map: 256 colors between a few given ones. The built-in maps have the names and colors of zennit's
 * ({@code zennit.image.CMAPS}), and the palettes are equal byte for byte.
 */
public final class ColorMap {
    /** The number of colors of a palette. */
    static final int LEVELS = 256;

    private static final Registry<ColorMap> BUILT_IN = builtIn();

    private final int[] palette;

    private ColorMap(List<Stop> stops) {
        this.palette = palette(stops);
    }

    /**
     * The built-in maps. Diverging, zero in the middle: {@code bwr} (blue, white, red), {@code coldnhot} (black in the
     * middle), {@code france}, {@code seismic}, {@code coolio}, {@code coleus}; sequential: {@code gray}, {@code wred},
     * {@code wblue}, {@code hot}, {@code cold}.
     */
    public static Registry<ColorMap> registry() {
        return BUILT_IN;
    }

    /**
     * The built-in map of this name.
     *
     * @throws io.lrpspark.lrp.registry.UnknownNameException if there is none; the message suggests the nearest name
     */
    public static ColorMap named(String name) {
        return BUILT_IN.get(name);
    }

    /**
     * The color of a level.
     *
     * @param level 0 to 255
     * @return 0xRRGGBB
     */
    public int color(int level) {
        return palette[level];
    }

    /** A color (0xRRGGBB) at a level of 0 to 255. */
    private record Stop(int level, int color) {
        double channel(int shift) {
            return color >> shift & 0xff;
        }
    }

    private static int[] palette(List<Stop> stops) {
        int[] palette = new int[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            int upper = 1;
            while (upper < stops.size() - 1 && stops.get(upper).level <= level) {
                upper++;
            }
            Stop from = stops.get(upper - 1);
            Stop to = stops.get(upper);
            palette[level] = mix(from, to, level, 16) << 16 | mix(from, to, level, 8) << 8 | mix(from, to, level, 0);
        }
        return palette;
    }

    private static int mix(Stop from, Stop to, int level, int shift) {
        double alpha = (double) (level - from.level) / (to.level - from.level);
        double value = from.channel(shift) * (1 - alpha) + to.channel(shift) * alpha;
        // Rounding errors must not push a whole number below itself: zennit rounds to 12 digits before truncating.
        return (int) (Math.rint(value * 1e12) / 1e12);
    }

    private static Registry<ColorMap> builtIn() {
        Map<String, ColorMap> maps = new LinkedHashMap<>();
        maps.put("bwr", of(0, 0x0000ff, 128, 0xffffff, 255, 0xff0000));
        maps.put("coldnhot", of(0, 0x00ffff, 64, 0x0000ff, 128, 0x000000, 170, 0xff0000, 212, 0xffff00, 255, 0xffffff));
        maps.put("france", of(0, 0x0055a4, 128, 0xffffff, 255, 0xef4135));
        maps.put("seismic", of(0, 0x0000d0, 128, 0xd0d0d0, 255, 0xd00000));
        maps.put("coolio", of(0, 0x00d0d0, 128, 0xd0d0d0, 255, 0xd000d0));
        maps.put("coleus", of(0, 0x00d000, 128, 0xd0d0d0, 255, 0xd000d0));
        maps.put("gray", of(0, 0x000000, 255, 0xffffff));
        maps.put("wred", of(0, 0xffffff, 255, 0xff0000));
        maps.put("wblue", of(0, 0xffffff, 255, 0x0000ff));
        maps.put("hot", of(0, 0x000000, 85, 0xff0000, 170, 0xffff00, 255, 0xffffff));
        maps.put("cold", of(0, 0x000000, 127, 0x0000ff, 255, 0x00ffff));
        return Registry.of("color map", maps);
    }

    /** A map from pairs of level and color. */
    private static ColorMap of(int... levelsAndColors) {
        List<Stop> stops = new ArrayList<>();
        for (int i = 0; i < levelsAndColors.length; i += 2) {
            stops.add(new Stop(levelsAndColors[i], levelsAndColors[i + 1]));
        }
        return new ColorMap(stops);
    }
}

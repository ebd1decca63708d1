package io.lrpspark.lrp.image;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Short texts in pictures, in block letters of 5 x 7 dots. Java's own text drawing needs fonts and fontconfig, which
 * servers often lack, and fails without them.
 */
public final class Caption {
    private static final int COLUMNS = 5;
    private static final int ROWS = 7;
    private static final int ADVANCE = COLUMNS + 1;
    private static final char UNKNOWN = '?';

    /** Seven rows of five dots, two hexadecimal digits a row, top first; the highest of the five bits is the left dot. */
    private static final Map<Character, int[]> LETTERS = letters(
            "A 0E11111F111111",
            "B 1E11111E11111E",
            "C 0E11101010110E",
            "D 1E11111111111E",
            "E 1F10101E10101F",
            "F 1F10101E101010",
            "G 0E11101711110F",
            "H 1111111F111111",
            "I 0E04040404040E",
            "J 0702020202120C",
            "K 11121418141211",
            "L 1010101010101F",
            "M 111B1515111111",
            "N 11111915131111",
            "O 0E11111111110E",
            "P 1E11111E101010",
            "Q 0E11111115120D",
            "R 1E11111E141211",
            "S 0F10100E01011E",
            "T 1F040404040404",
            "U 1111111111110E",
            "V 11111111110A04",
            "W 1111111515150A",
            "X 11110A040A1111",
            "Y 1111110A040404",
            "Z 1F01020408101F",
            "0 0E11131519110E",
            "1 040C040404040E",
            "2 0E11010204081F",
            "3 1F02040201110E",
            "4 02060A121F0202",
            "5 1F101E0101110E",
            "6 0608101E11110E",
            "7 1F010204080808",
            "8 0E11110E11110E",
            "9 0E11110F01020C",
            "- 0000001F000000",
            "_ 0000000000001F",
            ". 00000000000C0C",
            ", 000000000C0408",
            ": 000C0C000C0C00",
            "/ 00010204081000",
            "% 18190204081303",
            "( 02040808080402",
            ") 08040202020408",
            "+ 0004041F040400",
            "= 00001F001F0000",
            "# 0A0A1F0A1F0A0A",
            "? 0E110102040004",
            "' 0C040800000000",
            "< 02040810080402",
            "> 08040201020408");

    private Caption() {}

    /**
     * The width of a text in pixels.
     *
     * @param scale pixels per dot, at least 1
     */
    public static int width(String text, int scale) {
        return text.isEmpty() ? 0 : (text.length() * ADVANCE - 1) * scale;
    }

    /**
     * The height of a text in pixels.
     *
     * @param scale pixels per dot, at least 1
     */
    public static int height(int scale) {
        return ROWS * scale;
    }

    /**
     * Draws a text. Small letters are drawn as capitals and unknown characters as question marks; what lies outside of
     * the canvas is left out.
     *
     * @param left of the first letter
     * @param top of the letters
     * @param scale pixels per dot, at least 1
     * @param color 0xRRGGBB
     */
    public static void draw(String text, BufferedImage canvas, int left, int top, int scale, int color) {
        String capitals = text.toUpperCase(Locale.ROOT);
        for (int i = 0; i < capitals.length(); i++) {
            char character = capitals.charAt(i);
            if (character != ' ') {
                int[] rows = LETTERS.getOrDefault(character, LETTERS.get(UNKNOWN));
                drawLetter(rows, canvas, left + i * ADVANCE * scale, top, scale, color);
            }
        }
    }

    private static void drawLetter(int[] rows, BufferedImage canvas, int left, int top, int scale, int color) {
        for (int y = 0; y < ROWS * scale; y++) {
            for (int x = 0; x < COLUMNS * scale; x++) {
                boolean dot = (rows[y / scale] >> (COLUMNS - 1 - x / scale) & 1) == 1;
                if (dot && inside(canvas, left + x, top + y)) {
                    canvas.setRGB(left + x, top + y, color);
                }
            }
        }
    }

    private static boolean inside(BufferedImage canvas, int x, int y) {
        return x >= 0 && y >= 0 && x < canvas.getWidth() && y < canvas.getHeight();
    }

    private static Map<Character, int[]> letters(String... entries) {
        Map<Character, int[]> letters = new HashMap<>();
        for (String entry : entries) {
            int[] rows = new int[ROWS];
            for (int row = 0; row < ROWS; row++) {
                rows[row] = Integer.parseInt(entry, 2 + 2 * row, 4 + 2 * row, 16);
            }
            letters.put(entry.charAt(0), rows);
        }
        return Map.copyOf(letters);
    }
}

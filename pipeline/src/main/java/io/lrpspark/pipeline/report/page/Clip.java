package io.lrpspark.pipeline.report.page;

/**
 * Cuts strings of the data to a length in the page, escapes included, so that no name or message can make the page large.
 */
final class Clip {
    private static final int NAME = 120;
    private static final int SENTENCE = 700;
    private static final int LONGEST_ESCAPE = 6;
    private static final String ESCAPED = "<>&\"'\\";
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private Clip() {}

    /** A name or an identity: what is cut is the middle, since paths end with what tells them apart. */
    static String name(String text) {
        String head = to(NAME, text);
        if (head.equals(text)) {
            return text;
        }
        String reversed = new StringBuilder(text).reverse().toString();
        return to(NAME / 2, text)
                + new StringBuilder(to(NAME / 2, reversed)).reverse().substring(1);
    }

    /** A message. */
    static String sentence(String text) {
        return to(SENTENCE, text);
    }

    private static String to(int bytes, String text) {
        int taken = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            taken += bytes(text.codePointAt(i));
            if (taken > bytes) {
                return text.substring(0, i) + "…";
            }
        }
        return text;
    }

    /** At most, as HTML or JSON in UTF-8. */
    private static int bytes(int character) {
        if (character < ' '
                || character == LINE_SEPARATOR
                || character == PARAGRAPH_SEPARATOR
                || ESCAPED.indexOf(character) >= 0) {
            return LONGEST_ESCAPE;
        }
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }
}

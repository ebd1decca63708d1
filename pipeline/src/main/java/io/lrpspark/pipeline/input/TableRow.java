package io.lrpspark.pipeline.input;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an image lies that is part of a table. Its text stands in the column {@code path} of the listing; texts of one
 * table sort as its rows lie in its files.
 *
 * @param file a Parquet file, a qualified path
 * @param row in the file, from 0
 */
public record TableRow(String file, long row) {
    private static final Pattern FORM = Pattern.compile("table:(.+)#([0-9]{12,18})", Pattern.DOTALL);

    /** The row that a path of the listing means; empty if the path is that of a file. */
    public static Optional<TableRow> parse(String path) {
        Matcher parts = FORM.matcher(path);
        return parts.matches()
                ? Optional.of(new TableRow(parts.group(1), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    /** Such as {@code table:file:/data/train.parquet#000000000017}. */
    @Override
    public String toString() {
        return "table:" + file + "#" + String.format(Locale.ROOT, "%012d", row);
    }
}

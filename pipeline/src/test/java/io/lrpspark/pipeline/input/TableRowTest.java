package io.lrpspark.pipeline.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableRowTest {
    @Test
    void isReadFromItsText() {
        TableRow place = new TableRow("s3a://bucket/a #1: b.parquet", 17);

        assertThat(TableRow.parse(place.toString())).contains(place);
    }

    @Test
    void hasATextThatSortsAsRowsDo() {
        List<String> texts = List.of(
                new TableRow("file:/a", 9).toString(),
                new TableRow("file:/a", 10).toString(),
                new TableRow("file:/a", 1_000_000).toString());

        assertThat(texts).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/a/b.jpg", "table:/a/b.jpg", "table:file:/a#17", "table:#000000000017", ""})
    void isNotSeenInThePathOfAFile(String path) {
        assertThat(TableRow.parse(path)).isEmpty();
    }
}

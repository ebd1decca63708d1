package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.jobs.Table.Align;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsColumns() {
        Table table = new Table(Align.LEFT, Align.RIGHT, Align.LEFT)
                .row("class", "logit", "note")
                .row("0", "1.25", "")
                .row("437 beacon", "-10.00", "x");

        assertThat(table.lines())
                .containsExactly("class        logit  note", "0             1.25", "437 beacon  -10.00  x");
    }

    @Test
    void refusesARowOfAnotherLength() {
        Table table = new Table(Align.LEFT);
        assertThatThrownBy(() -> table.row("a", "b")).isInstanceOf(IllegalArgumentException.class);
    }
}

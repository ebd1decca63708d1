package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.img;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.lrpspark.pipeline.report.model.Picture;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import j2html.tags.specialized.ImgTag;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.SpanTag;
import j2html.tags.specialized.TableTag;
import j2html.tags.specialized.TdTag;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Elements that several parts of the page have. */
final class Elements {
    private Elements() {}

    /** A part of the page with its heading. */
    static SectionTag part(String id, String title, DomContent... content) {
        return section(h2(title).withId(id + "-title"))
                .withId(id)
                .attr("aria-labelledby", id + "-title")
                .with(content);
    }

    /** A table that scrolls by itself where the window is narrow. */
    static DivTag scrolling(String label, TableTag table) {
        return div(table)
                .withClass("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", label);
    }

    /** The same with a caption that stays where it is. */
    static DivTag captioned(String label, String caption, List<Column> columns, List<TrTag> rows) {
        return div(
                p(caption).withClass("caption"),
                scrolling(label, tableOf(columns, rows).attr("aria-label", caption)));
    }

    /**
     * The head of a column.
     *
     * @param name of the column
     * @param isOfNumbers whether its cells are numbers, which stand at its right edge
     */
    record Column(String name, boolean isOfNumbers) {
        static Column words(String name) {
            return new Column(name, false);
        }

        static Column numbers(String name) {
            return new Column(name, true);
        }
    }

    /** A table with the names of its columns. */
    static TableTag tableOf(List<Column> columns, List<TrTag> rows) {
        return table(
                thead(tr(each(columns, column -> th(column.name())
                        .attr("scope", "col")
                        .withCondClass(column.isOfNumbers(), "number")))),
                tbody(each(rows, row -> row)));
    }

    /** A cell with a number. */
    static TdTag number(String text) {
        return td(text).withClass("number");
    }

    /** A cell with a number by which rows are sorted. */
    static TdTag number(String text, Optional<Double> value) {
        return number(text).attr("data-value", Numbers.sortable(value));
    }

    /** A word in a frame. */
    static SpanTag tag(String text, Tone tone) {
        return span(text).withClass("tag " + tone.name().toLowerCase(Locale.ROOT));
    }

    /** How bad something is. */
    enum Tone {
        /** Wrong. */
        BAD,
        /** Odd. */
        ODD,
        /** Fine. */
        GOOD,
        /** Neither. */
        PLAIN
    }

    static ImgTag picture(Picture picture, String alternative) {
        return img().withSrc(picture.dataUri())
                .withAlt(alternative)
                .attr("width", picture.width())
                .attr("height", picture.height());
    }

    /** Content of a value, if there is one. */
    static <T> DomContent optional(Optional<T> value, Function<T, DomContent> content) {
        return value.map(content).orElseGet(() -> text(""));
    }

    /** Where a class is shown in full. */
    static String anchor(int target) {
        return "class-" + target;
    }
}

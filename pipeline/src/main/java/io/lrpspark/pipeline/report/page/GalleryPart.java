package io.lrpspark.pipeline.report.page;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.h4;
import static j2html.TagCreator.h5;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;

import io.lrpspark.pipeline.report.model.ClassDetail;
import io.lrpspark.pipeline.report.model.ClassDetail.Gallery;
import io.lrpspark.pipeline.report.model.ClassDetail.ShownImage;
import io.lrpspark.pipeline.report.page.Elements.Tone;
import j2html.tags.DomContent;
import j2html.tags.specialized.FigureTag;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Images of a class beside their maps. */
final class GalleryPart {
    private GalleryPart() {}

    static DomContent of(ClassDetail detail, String name) {
        Map<String, Integer> points = new HashMap<>();
        detail.points().forEach(point -> points.put(point.image(), points.size()));
        return div(
                h4("Images"),
                iff(
                        detail.galleries().isEmpty(),
                        p("No image of this class is shown: the tables scores and clusters name none.")),
                each(
                        detail.galleries(),
                        gallery -> div(
                                h5(title(gallery)),
                                div(each(
                                                gallery.images(),
                                                image -> figure(
                                                        image,
                                                        name,
                                                        detail.line().target(),
                                                        Optional.ofNullable(points.get(image.image())))))
                                        .withClass("gallery"))));
    }

    private static String title(Gallery gallery) {
        long shown = gallery.images().size();
        return switch (gallery.kind()) {
            case CLUSTER -> "Cluster " + gallery.cluster().orElseThrow() + ", the most typical first ("
                    + Numbers.count(shown) + " of " + Numbers.count(gallery.total(), "image") + ")";
            case TYPICAL -> some(shown, gallery.total()) + " most like their class";
            case ODD -> some(shown, gallery.total()) + " least like their class";
        };
    }

    /** Such as "The 6 images" or "5 of the 6 images". */
    private static String some(long shown, long total) {
        return (shown < total ? Numbers.count(shown) + " of the " : "The ") + Numbers.count(total, "image");
    }

    private static FigureTag figure(ShownImage image, String name, int target, Optional<Integer> point) {
        String id = Clip.name(image.image());
        FigureTag figure = j2html.TagCreator.figure(
                div(
                                Elements.optional(
                                        image.thumbnail(), picture -> Elements.picture(picture, "Image " + id)),
                                Elements.optional(
                                        image.heatmap(),
                                        picture -> Elements.picture(
                                                picture, "Where " + id + " speaks for and against " + name)))
                        .withClass("pair"),
                figcaption(
                        span(id).withClass("id"),
                        iff(
                                image.thumbnail().isEmpty(),
                                span("no thumbnail in the table").withClass("quiet")),
                        iff(image.heatmap().isEmpty(), span("no finite map").withClass("quiet")),
                        prediction(image)));
        return point.map(index -> figure.withId("image-" + target + "-" + index))
                .orElse(figure);
    }

    private static DomContent prediction(ShownImage image) {
        String words = image.predicted()
                .map(predicted -> Clip.name(predicted)
                        + image.probability()
                                .map(probability -> " " + Numbers.percent(Optional.of(probability)))
                                .orElse(""))
                .orElse("");
        return image.correct().equals(Optional.of(false))
                ? span(
                        Elements.tag("mistaken", Tone.ODD),
                        span(words
                                + image.label()
                                        .map(label -> " (is " + Clip.name(label) + ")")
                                        .orElse("")))
                : span(words).withClass("quiet");
    }
}

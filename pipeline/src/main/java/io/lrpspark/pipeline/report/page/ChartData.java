package io.lrpspark.pipeline.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lrpspark.pipeline.report.model.ClassDetail;
import io.lrpspark.pipeline.report.model.Distribution;
import io.lrpspark.pipeline.report.model.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers of the charts as JSON that can stand in a script element. */
final class ChartData {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double STEPS = 1e5;

    private ChartData() {}

    static String of(Report report) {
        List<Object> distributions = new ArrayList<>();
        for (Distribution distribution : report.distributions()) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("name", distribution.name());
            content.put("least", distribution.least());
            content.put("most", distribution.most());
            content.put("now", distribution.maps());
            distribution.before().ifPresent(before -> content.put("before", before));
            distributions.add(content);
        }
        Map<String, Object> classes = new LinkedHashMap<>();
        for (ClassDetail detail : report.details()) {
            classes.put(String.valueOf(detail.line().target()), points(detail));
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("run", Clip.name(report.run().id()));
        report.comparison().baseline().ifPresent(baseline -> content.put("baseline", Clip.name(baseline)));
        content.put("distributions", distributions);
        content.put("classes", classes);
        return escaped(content);
    }

    private static List<Object> points(ClassDetail detail) {
        return detail.points().stream()
                .<Object>map(point -> List.of(
                        Math.round(point.x() * STEPS) / STEPS,
                        Math.round(point.y() * STEPS) / STEPS,
                        point.cluster(),
                        Clip.name(point.image())))
                .toList();
    }

    /** Nothing in it can end the script element, or a line in old engines. */
    private static String escaped(Object content) {
        try {
            return JSON.writeValueAsString(content)
                    .replace("<", "\\u003c")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.Ledger;
import io.lrpspark.lrp.image.Thumbnail;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.statistic.MapStatistics;
import io.lrpspark.pipeline.output.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Turns explained images into rows of the {@code attributions} table. */
final class RowAssembler {
    private static final List<String> STATISTICS = MapStatistics.names();

    private final StructType schema;
    private final AttributionProgram program;
    private final TaskPlan plan;

    RowAssembler(StructType schema, AttributionProgram program, TaskPlan plan) {
        this.schema = schema;
        this.program = program;
        this.plan = plan;
    }

    /** One row per target, or one row that says why there is none. */
    List<Row> rows(ExplainedImage explained) {
        PreparedImage prepared = explained.prepared();
        if (!prepared.isReady()) {
            return List.of(failed(prepared));
        }
        Optional<byte[]> thumbnail =
                plan.thumbnails() == Thumbnails.STORED ? prepared.crop().map(Thumbnail::jpeg) : Optional.empty();
        List<Row> rows = new ArrayList<>();
        for (Explanation explanation : explained.explanations()) {
            Sums sums = Sums.of(explanation.relevance(), program);
            if (!sums.isFinite() || !isFinite(explanation.logits())) {
                return List.of(failed(prepared.failed(new ImageFailure(
                        Stage.ATTRIBUTE,
                        "NonFiniteRelevance",
                        "the model gave NaN or infinite "
                                + (sums.isFinite() ? "logits" : "relevance for class " + explanation.target())
                                + explanation
                                        .firstNonFinite()
                                        .map(" first at layer "::concat)
                                        .orElse("")
                                + ": expected finite numbers, check its weights or use another composite"))));
            }
            rows.add(row(prepared, explanation, sums, thumbnail));
        }
        return rows;
    }

    private Row failed(PreparedImage prepared) {
        ImageFailure failure = prepared.failure().orElseThrow();
        return image(prepared)
                .set("status", "failed")
                .set("stage", failure.stage().toString())
                .set("error", failure.error())
                .set("message", failure.message())
                .build();
    }

    private RowBuilder image(PreparedImage prepared) {
        ListedImage image = prepared.image();
        OptionalInt label = image.labelIndex(plan.classes());
        return new RowBuilder(schema)
                .set("image_id", image.id())
                .set("content_sha256", prepared.sha256())
                .set("label", image.label())
                .set("label_index", label.isPresent() ? label.getAsInt() : null)
                .set("labels", image.labels().map(labels -> labels.toArray(new String[0])))
                .set("width", prepared.size().map(PreparedImage.Size::width))
                .set("height", prepared.size().map(PreparedImage.Size::height));
    }

    private Row row(PreparedImage prepared, Explanation explanation, Sums sums, Optional<byte[]> thumbnail) {
        float[] logits = explanation.logits();
        double[] probabilities = plan.activation().probabilities(logits);
        int predicted = largest(logits);
        int target = explanation.target();
        Optional<Ledger> ledger = explanation.ledger();
        RowBuilder row = image(prepared)
                .set("status", "ok")
                .set("predicted", predicted)
                .set("predicted_name", plan.classes().name(predicted))
                .set("predicted_probability", (float) probabilities[predicted])
                .set("target", target)
                .set("target_name", plan.classes().name(target))
                .set("target_logit", logits[target])
                .set("target_probability", (float) probabilities[target])
                .set("relevance", plan.map().apply(sums.relevance(), sums.map(), program.height(), program.width()))
                .set("relevance_shape", plan.map().shape(program.channels(), program.height(), program.width()))
                .set("seed", program.seed().total(logits[target]))
                .set("relevance_sum", sums.total())
                .set("positive_sum", sums.positive())
                .set("negative_sum", sums.negative())
                .set("absorbed_bias", ledger.map(Ledger::absorbedBias))
                .set("stopped", ledger.map(Ledger::stopped))
                .set("stabilised", ledger.map(Ledger::stabilised))
                .set("ledger_error", ledger.map(Ledger::error))
                .set("thumbnail", thumbnail);
        double[] statistics = MapStatistics.of(sums.map(), program.height(), program.width());
        for (int i = 0; i < statistics.length; i++) {
            row.set(STATISTICS.get(i), (float) statistics[i]);
        }
        return row.build();
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A map and its totals.
     *
     * @param relevance [C, H, W]
     * @param map [H, W], summed over colours
     * @param total of the relevance
     * @param positive sum of the positive values of the map
     * @param negative sum of the negative values of the map
     */
    private record Sums(float[] relevance, float[] map, double total, double positive, double negative) {
        static Sums of(float[] relevance, AttributionProgram program) {
            int pixels = program.height() * program.width();
            float[] map = new float[pixels];
            double total = 0;
            double positive = 0;
            double negative = 0;
            for (int pixel = 0; pixel < pixels; pixel++) {
                double sum = 0;
                for (int channel = 0; channel < program.channels(); channel++) {
                    sum += relevance[channel * pixels + pixel];
                }
                map[pixel] = (float) sum;
                total += sum;
                if (sum > 0) {
                    positive += sum;
                } else {
                    negative += sum;
                }
            }
            return new Sums(relevance, map, total, positive, negative);
        }

        /** A float map cannot overflow these double sums: they are finite if and only if every value is. */
        boolean isFinite() {
            return Double.isFinite(total) && Double.isFinite(positive) && Double.isFinite(negative);
        }
    }
}

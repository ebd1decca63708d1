package io.lrpspark.pipeline.summary;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lrpspark.pipeline.MadeUpRun;
import io.lrpspark.pipeline.SparkTest;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummarizeTest extends SparkTest {
    private static final RunId RUN = new RunId("made-up");
    private static final float[] UPPER = {1, 1, 0, 0};
    private static final float[] LEFT = {1, 0, 1, 0};

    @TempDir
    private Path folder;

    private RunCatalog run(MadeUpRun run) {
        return run.write(
                RUN, Map.of("started_at", "2026-01-01", "classes", Map.of("count", 2, "names", List.of("cat", "dog"))));
    }

    private MadeUpRun run() {
        return new MadeUpRun(spark(), folder.toString());
    }

    private List<Row> table(String name, String... order) {
        return spark().read()
                .parquet(folder + "/" + name + "/run_id=" + RUN)
                .orderBy(Arrays.stream(order).map(column -> col(column)).toArray(Column[]::new))
                .collectAsList();
    }

    @Test
    void ranksTheMapThatIsLeastLikeItsClassFirst() {
        Summarize.again(
                spark(), run(run().map("a", 0, 0, UPPER).map("b", 0, 0, UPPER).map("c", 0, 0, LEFT)), RUN);

        List<Row> scores = table("scores", "rank_in_class");
        assertThat(scores).extracting(row -> row.getAs("image_id")).containsExactly("c", "a", "b");
        // The mean is (1, 2/3, 1/3, 0).
        assertThat(scores.get(0).<Float>getAs("cosine_to_class"))
                .isCloseTo((float) ((4 / 3.0) / Math.sqrt(2 * (1 + 4 / 9.0 + 1 / 9.0))), within(1e-6f));
    }

    @Test
    void aMapOfZerosOrOfNaNHasNoCosineAndHarmsNoOther() {
        Summarize.again(
                spark(),
                run(run().map("a", 0, 0, UPPER)
                        .map("b", 0, 0, new float[4])
                        .map("c", 0, 0, new float[] {Float.NaN, 0, 0, 0})),
                RUN);

        List<Row> scores = table("scores", "rank_in_class");
        assertThat(scores.get(0).<Float>getAs("cosine_to_class")).isCloseTo(1f, within(1e-6f));
        assertThat(scores.subList(1, 3)).allSatisfy(row -> assertThat(row.<Float>getAs("cosine_to_class"))
                .isNull());
    }

    @Test
    void countsWhatTheImagesOfALabelArePredictedAs() {
        Summarize.again(
                spark(),
                run(run().map("a", 0, 0, UPPER)
                        .map("b", 0, 1, UPPER)
                        .map("c", 0, 0, UPPER)
                        .map("d", 1, 1, LEFT)
                        .failure("e")),
                RUN);

        List<Row> summary = table("summary", "target");
        assertThat(summary.get(0).<Long>getAs("failures")).isEqualTo(1);
        assertThat(summary.get(0).<Double>getAs("accuracy")).isEqualTo(0.75);
        Row cats = summary.get(1);
        assertThat(cats.<String>getAs("target_name")).isEqualTo("cat");
        assertThat(cats.<Long>getAs("labelled")).isEqualTo(3);
        assertThat(cats.<Double>getAs("recall")).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(cats.<Row>getList(cats.fieldIndex("confusion")))
                .extracting(row -> row.getAs("predicted_name") + " " + row.getAs("images"))
                .containsExactly("cat 2", "dog 1");
    }

    @Test
    void namesTheRunsThereAreForOneThatIsNot() {
        RunCatalog catalog = run(run().map("a", 0, 0, UPPER));

        assertThatThrownBy(() -> Summarize.again(spark(), catalog, new RunId("other")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("run 'other' does not exist")
                .hasMessageContaining("made-up");
    }
}

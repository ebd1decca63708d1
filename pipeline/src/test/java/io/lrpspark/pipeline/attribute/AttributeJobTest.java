package io.lrpspark.pipeline.attribute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.pipeline.SparkTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.device.DeviceUse;
import io.lrpspark.pipeline.input.Activation;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.input.InputSelection;
import io.lrpspark.pipeline.input.TargetSpec;
import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.RunRecords;
import io.lrpspark.pipeline.output.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskKilled;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

class AttributeJobTest extends SparkTest {
    private static final AttributionProgram PROGRAM = TestNetwork.program("epsilon-plus");

    @TempDir
    private Path folder;

    private Path images;
    private String output;

    @BeforeEach
    void writeImages() {
        images = folder.resolve("my images, 50% #1: é");
        output = folder.resolve("out put").toString();
        TestImages.write(images.resolve("cat/a: 1.jpg"), 1);
        TestImages.write(images.resolve("cat/50%.png"), 2);
        TestImages.write(images.resolve("dog/漢字 #3.jpg"), 3);
        TestImages.write(images.resolve("dog/it's \"4\".jpg"), 4);
        TestImages.write(images.resolve("bird/5.jpg"), 5);
    }

    private AttributeSettings.Builder settings(String run) {
        return settings(run, new ImageSource.Files(images.toString()));
    }

    private AttributeSettings.Builder settings(String run, ImageSource source) {
        return AttributeSettings.of(source, PROGRAM, output)
                .preprocessing(TestNetwork.PREPROCESSING)
                .batchSize(2)
                .run(new RunId(run));
    }

    private RunResult run(AttributeSettings.Builder settings) {
        return AttributeJob.run(spark(), settings.build(), ProgressListener.NONE);
    }

    private Dataset<Row> table(String name, String run) {
        return spark().read().parquet(output + "/" + name).where(col("run_id").equalTo(run));
    }

    private List<Row> attributions(String run) {
        return table("attributions", run).orderBy("image_id", "target").collectAsList();
    }

    private Row failure(String run, String image) {
        return table("attributions", run)
                .where(col("image_id").equalTo(image))
                .collectAsList()
                .get(0);
    }

    private ClassNames classes() {
        String names = "cat\ndog\n";
        for (int index = 2; index < PROGRAM.classes(); index++) {
            names += "class" + index + "\n";
        }
        return ClassNames.parse("names", names);
    }

    private RunRecords records() {
        return new RunRecords(
                Tables.at(output, spark().sparkContext().hadoopConfiguration()),
                spark().sparkContext().hadoopConfiguration());
    }

    @Test
    void explainsEveryImageOnce() {
        RunResult result = run(settings("first").classes(classes()));

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(5, 5, 5, 0, 4));
        assertThat(result.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(result.unknownLabels()).containsExactly(Map.entry("bird", 1L));
        assertThat(attributions("first"))
                .extracting(row -> row.getAs("image_id"))
                .containsExactly("bird/5.jpg", "cat/50%.png", "cat/a: 1.jpg", "dog/it's \"4\".jpg", "dog/漢字 #3.jpg");
    }

    @Test
    void tellsSparksMetricsHowManyImagesOfAllRunsAreDone() {
        run(settings("metrics"));
        long before = imagesDoneInThisSession();

        run(settings("more-metrics"));

        assertThat(imagesDoneInThisSession() - before).isEqualTo(5);
    }

    /** By Spark's metrics, in which there is one source of such numbers whatever the number of runs. */
    private static long imagesDoneInThisSession() {
        List<Source> sources =
                JavaConverters.seqAsJavaList(SparkEnv.get().metricsSystem().getSourcesByName("AccumulatorSource"));
        assertThat(sources).hasSize(1);
        return (Long) sources.get(0)
                .metricRegistry()
                .getGauges()
                .get(SessionImages.IMAGES_DONE)
                .getValue();
    }

    @Test
    void warnsOfBatchesThatWereHalved() {
        Meters meters = new Meters(spark().sparkContext());
        meters.devices.add(new DeviceUse("3", "cuda:0", 1, 100, 2, 40, 8, 0, ""));
        meters.devices.add(new DeviceUse("4", "cuda:0", 1, 100, 2, 40, 2, 2, ""));

        assertThat(meters.warnings())
                .containsExactly(
                        "memory did not suffice for batches on cuda:0 of executor 4, which were halved 2 times,"
                                + " to 2: see --batch-size");
    }

    @Test
    void writesTheColumnsOfARow() throws Exception {
        run(settings("columns").classes(classes()));

        Row row = attributions("columns").get(1);
        List<Float> relevance = row.getList(row.fieldIndex("relevance"));
        double sum = relevance.stream().mapToDouble(Float::doubleValue).sum();
        assertThat(row.<String>getAs("status")).isEqualTo("ok");
        assertThat(row.<String>getAs("label")).isEqualTo("cat");
        assertThat(row.<Integer>getAs("label_index")).isZero();
        assertThat(row.<Integer>getAs("width")).isEqualTo(48);
        assertThat(row.<Integer>getAs("height")).isEqualTo(40);
        assertThat(row.<String>getAs("content_sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(Files.readAllBytes(images.resolve("cat/50%.png")))));
        assertThat(row.<Integer>getAs("target")).isEqualTo(row.<Integer>getAs("predicted"));
        assertThat(row.<String>getAs("target_name")).isEqualTo(row.<String>getAs("predicted_name"));
        assertThat(row.<Float>getAs("target_probability")).isBetween(0f, 1f);
        assertThat(relevance).hasSize(32 * 32);
        assertThat(row.<Integer>getList(row.fieldIndex("relevance_shape"))).containsExactly(1, 32, 32);
        assertThat(row.<Double>getAs("relevance_sum")).isCloseTo(sum, within(1e-4));
        assertThat(row.<Double>getAs("positive_sum") + row.<Double>getAs("negative_sum"))
                .isCloseTo(row.<Double>getAs("relevance_sum"), within(1e-9));
        assertThat(row.<Double>getAs("seed")).isEqualTo(1);
        assertThat(row.<Double>getAs("relevance_sum")
                        + row.<Double>getAs("absorbed_bias")
                        + row.<Double>getAs("stopped")
                        + row.<Double>getAs("stabilised")
                        + row.<Double>getAs("ledger_error"))
                .isCloseTo(1, within(1e-5));
        assertThat(row.<Float>getAs("gini")).isBetween(0f, 1f);
        assertThat(row.<byte[]>getAs("thumbnail")).startsWith(0xff, 0xd8);
    }

    @Test
    void namesWhatMadeTheMapsInTheSchema() {
        run(settings("provenance"));

        assertThat(table("attributions", "provenance")
                        .schema()
                        .apply("relevance")
                        .metadata()
                        .getString("composite"))
                .isEqualTo("epsilon-plus");
    }

    @Test
    void givesTheSameBitsTwice() {
        run(settings("once").target(new TargetSpec.Top(2)));
        run(settings("twice").target(new TargetSpec.Top(2)));

        assertThat(table("attributions", "twice")
                        .drop("run_id")
                        .orderBy("image_id", "target")
                        .collectAsList())
                .hasSize(10)
                .isEqualTo(table("attributions", "once")
                        .drop("run_id")
                        .orderBy("image_id", "target")
                        .collectAsList());
    }

    @Test
    void givesTheSameBitsWhenTasksAreRetried() {
        for (int image = 0; image < 40; image++) {
            TestImages.write(images.resolve("many/" + image + ".jpg"), image);
        }
        run(settings("undisturbed"));
        TaskKiller killer = new TaskKiller();
        spark().sparkContext().addSparkListener(killer);

        try {
            AttributeJob.run(spark(), settings("disturbed").build(), progress -> killer.armed = true);
        } finally {
            spark().sparkContext().removeSparkListener(killer);
        }

        assertThat(killer.killed).isPositive();
        assertThat(table("attributions", "disturbed")
                        .drop("run_id")
                        .orderBy("image_id")
                        .collectAsList())
                .hasSize(45)
                .isEqualTo(table("attributions", "undisturbed")
                        .drop("run_id")
                        .orderBy("image_id")
                        .collectAsList());
    }

    /** Kills the first attempt of every task that starts after it is armed. */
    private final class TaskKiller extends SparkListener {
        private volatile boolean armed;
        private volatile int killed;

        @Override
        public void onTaskStart(SparkListenerTaskStart event) {
            if (armed && event.taskInfo().attemptNumber() == 0) {
                spark().sparkContext().killTaskAttempt(event.taskInfo().taskId(), false, "to be retried");
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd event) {
            if (event.reason() instanceof TaskKilled) {
                killed++;
            }
        }
    }

    @Test
    void turnsEachBadFileIntoAFailedRow() throws IOException {
        Files.createFile(images.resolve("empty.jpg"));
        Files.writeString(images.resolve("text.jpg"), "no image");
        byte[] whole = Files.readAllBytes(images.resolve("cat/a: 1.jpg"));
        Files.write(images.resolve("truncated.jpg"), Arrays.copyOf(whole, whole.length / 2));

        RunResult result = run(settings("bad").maxFailures(FailureLimit.parse("3")));

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(8, 5, 5, 3, 0));
        assertThat(result.verdict()).isEqualTo(Verdict.COMPLETE);
        Map<String, String> errors =
                Map.of("empty.jpg", "Empty", "text.jpg", "NotAnImage", "truncated.jpg", "Truncated");
        for (String name : errors.keySet()) {
            Row row = failure("bad", name);
            assertThat(row.<String>getAs("error")).isEqualTo(errors.get(name));
            assertThat(row.<String>getAs("status")).isEqualTo("failed");
            assertThat(row.<String>getAs("stage")).isEqualTo("decode");
            assertThat(row.<String>getAs("message")).isNotBlank();
            assertThat(row.<String>getAs("content_sha256")).hasSize(64);
            assertThat(row.isNullAt(row.fieldIndex("relevance"))).isTrue();
        }
    }

    @Test
    void writesEverythingBeforeItFindsTooManyFailures() throws IOException {
        Files.writeString(images.resolve("text.jpg"), "no image");

        RunResult result = run(settings("strict").maxFailures(FailureLimit.parse("5%")));

        assertThat(result.verdict()).isEqualTo(Verdict.TOO_MANY_FAILURES);
        assertThat(attributions("strict")).hasSize(6);
        assertThat(records().readFinished(new RunId("strict")).orElseThrow())
                .containsEntry("verdict", "too many failures");
    }

    @Test
    void finishesARunInWhichNothingWorks() throws IOException {
        Path broken = folder.resolve("broken");
        Files.createDirectories(broken);
        Files.writeString(broken.resolve("1.jpg"), "no image");

        RunResult result = run(settings("nothing", new ImageSource.Files(broken.toString())));

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(1, 0, 0, 1, 0));
        Row overall = table("summary", "nothing").collectAsList().get(0);
        assertThat(overall.<Long>getAs("images")).isZero();
        assertThat(overall.<Long>getAs("failures")).isEqualTo(1);
    }

    @Test
    void failsAnImageWhoseLabelIsNoClassIfTheLabelIsTheTarget() {
        RunResult result = run(settings("label").classes(classes()).target(new TargetSpec.Label()));

        assertThat(result.counts().failed()).isEqualTo(1);
        Row row = failure("label", "bird/5.jpg");
        assertThat(row.<String>getAs("stage")).isEqualTo("attribute");
        assertThat(row.<String>getAs("message")).contains("the label 'bird' is no class of the model");
        assertThat(failure("label", "cat/50%.png").<Integer>getAs("target")).isZero();
    }

    @Test
    void neverWritesAMapThatIsNotFinite() {
        RunResult result =
                run(AttributeSettings.of(new ImageSource.Files(images.toString()), TestNetwork.overflowing(), output)
                        .preprocessing(TestNetwork.PREPROCESSING)
                        .run(new RunId("infinite")));

        assertThat(result.counts().failed()).isEqualTo(5);
        Row row = failure("infinite", "bird/5.jpg");
        assertThat(row.<String>getAs("stage")).isEqualTo("attribute");
        assertThat(row.<String>getAs("error")).isEqualTo("NonFiniteRelevance");
        assertThat(row.<String>getAs("message")).contains("first at layer classifier");
        assertThat(row.isNullAt(row.fieldIndex("relevance"))).isTrue();
    }

    @Test
    void explainsTheMostProbableClasses() {
        run(settings("top").target(new TargetSpec.Top(3)));

        List<Row> rows = attributions("top");
        assertThat(rows).hasSize(15);
        assertThat(rows.subList(0, 3)).extracting(row -> row.getAs("target")).doesNotHaveDuplicates();
    }

    @Test
    void explainsEveryPositiveClass() {
        run(settings("positives").target(new TargetSpec.Positives()).activation(Activation.SIGMOID));

        List<Row> rows = attributions("positives");
        assertThat(rows.stream().map(row -> row.<String>getAs("image_id")).distinct())
                .hasSize(5);
        assertThat(rows).allSatisfy(row -> assertThat(row.<Float>getAs("target_probability") >= 0.5f
                        || row.<Integer>getAs("target").equals(row.<Integer>getAs("predicted")))
                .isTrue());
    }

    @Test
    void explainsEveryLabelOfMultiLabelData() {
        String table = folder.resolve("list.parquet").toString();
        spark().createDataFrame(
                        List.of(
                                RowFactory.create(images + "/bird/5.jpg", "one", new String[] {"cat"}),
                                RowFactory.create(
                                        images + "/cat/50%.png", "two", new String[] {"dog", "unheard of", "cat"})),
                        DataTypes.createStructType(new StructField[] {
                            DataTypes.createStructField("image", DataTypes.StringType, false),
                            DataTypes.createStructField("id", DataTypes.StringType, false),
                            DataTypes.createStructField("tags", DataTypes.createArrayType(DataTypes.StringType), false)
                        }))
                .write()
                .parquet(table);

        RunResult result =
                run(settings("tags", new ImageSource.Table(table, "image", Optional.of("id"), Optional.of("tags")))
                        .classes(classes())
                        .target(new TargetSpec.Label()));

        assertThat(result.unknownLabels()).containsExactly(Map.entry("unheard of", 1L));

        List<Row> rows = attributions("tags");
        assertThat(rows)
                .extracting(row -> row.getAs("image_id") + "/" + row.getAs("target_name"))
                .containsExactly("one/cat", "two/cat", "two/dog");
        assertThat(rows.get(1).<String>getList(rows.get(1).fieldIndex("labels")))
                .containsExactly("dog", "unheard of", "cat");
    }

    @Test
    void turnsAMissingFileOfATableIntoAFailedRow() {
        String table = folder.resolve("list.parquet").toString();
        spark().createDataFrame(
                        List.of(
                                RowFactory.create("gone.jpg"),
                                RowFactory.create("nowhere://host/1.jpg"),
                                RowFactory.create(images + "/bird/5.jpg")),
                        DataTypes.createStructType(
                                new StructField[] {DataTypes.createStructField("image", DataTypes.StringType, false)}))
                .write()
                .parquet(table);

        RunResult result =
                run(settings("gone", new ImageSource.Table(table, "image", Optional.empty(), Optional.empty())));

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(3, 1, 1, 2, 0));
        for (String image : List.of("gone.jpg", "nowhere://host/1.jpg")) {
            assertThat(failure("gone", image).<String>getAs("stage")).isEqualTo("read");
            assertThat(failure("gone", image).<String>getAs("message")).isNotBlank();
        }
    }

    /** The images as rows of a table, in files of a few row groups; identities are those of the files, backwards. */
    private ImageSource.Table embedded() throws IOException {
        String table = folder.resolve("photos é.parquet").toString();
        List<Row> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(images)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                rows.add(RowFactory.create(
                        images.relativize(file).toString(),
                        RowFactory.create(Files.readAllBytes(file), null),
                        file.getParent().getFileName().toString()));
            }
        }
        spark().createDataFrame(rows, DataTypes.createStructType(new StructField[] {
                    DataTypes.createStructField("id", DataTypes.StringType, false),
                    DataTypes.createStructField(
                            "photo",
                            DataTypes.createStructType(new StructField[] {
                                DataTypes.createStructField("bytes", DataTypes.BinaryType, true),
                                DataTypes.createStructField("path", DataTypes.StringType, true)
                            }),
                            true),
                    DataTypes.createStructField("kind", DataTypes.StringType, true)
                }))
                .repartition(2)
                .write()
                .option("parquet.block.size", 20_000)
                .option("parquet.block.size.row.check.min", 3)
                .parquet(table);
        return new ImageSource.Table(table, "photo", Optional.of("id"), Optional.of("kind"));
    }

    /** What does not depend on which images share a batch. */
    private List<Row> contents(String run) {
        return table("attributions", run)
                .select("image_id", "content_sha256", "label", "label_index", "width", "height", "target", "thumbnail")
                .orderBy("image_id")
                .collectAsList();
    }

    @Test
    void explainsTheImagesThatATableHoldsAsItDoesFiles() throws IOException {
        for (int image = 0; image < 40; image++) {
            TestImages.write(images.resolve("many/" + image + ".jpg"), image);
        }
        run(settings("files").classes(classes()));

        RunResult result = run(settings("held", embedded()).classes(classes()).waveSize(17));

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(45, 45, 45, 0, 4));
        assertThat(contents("held")).isEqualTo(contents("files"));
        assertThat(table("inputs", "held").columns())
                .containsExactlyInAnyOrder(table("inputs", "files").columns());
    }

    @Test
    void readsTheSameImagesOfATableWhenTasksAreRetried() throws IOException {
        for (int image = 0; image < 40; image++) {
            TestImages.write(images.resolve("many/" + image + ".jpg"), image);
        }
        ImageSource table = embedded();
        run(settings("calm", table));
        TaskKiller killer = new TaskKiller();
        spark().sparkContext().addSparkListener(killer);

        try {
            AttributeJob.run(spark(), settings("shaken", table).build(), progress -> killer.armed = true);
        } finally {
            spark().sparkContext().removeSparkListener(killer);
        }

        assertThat(killer.killed).isPositive();
        assertThat(table("attributions", "shaken")
                        .drop("run_id")
                        .orderBy("image_id")
                        .collectAsList())
                .hasSize(45)
                .isEqualTo(table("attributions", "calm")
                        .drop("run_id")
                        .orderBy("image_id")
                        .collectAsList());
    }

    @Test
    void turnsARowWithoutBytesIntoAFailedRow() {
        String table = folder.resolve("holes.parquet").toString();
        spark().createDataFrame(
                        List.of(RowFactory.create("none", null), RowFactory.create("text", "no image".getBytes(UTF_8))),
                        DataTypes.createStructType(new StructField[] {
                            DataTypes.createStructField("id", DataTypes.StringType, false),
                            DataTypes.createStructField("photo", DataTypes.BinaryType, true)
                        }))
                .write()
                .parquet(table);
        ImageSource source = new ImageSource.Table(table, "photo", Optional.of("id"), Optional.empty());

        RunResult result = run(settings("holes", source));

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(2, 0, 0, 2, 0));
        assertThat(failure("holes", "none").<String>getAs("stage")).isEqualTo("read");
        assertThat(failure("holes", "none").<String>getAs("message")).contains("the column 'photo' is null in row");
        assertThat(failure("holes", "text").<String>getAs("stage")).isEqualTo("decode");
        assertThat(DryRun.run(spark(), settings("dry", source).build()).failed())
                .isEqualTo(2);
    }

    @Test
    void storesSmallerMapsWithTheSameSums() {
        run(settings("full"));
        run(settings("small").map(new MapForm(7, MapChannels.KEPT)).thumbnails(Thumbnails.OMITTED));

        Row full = attributions("full").get(0);
        Row small = attributions("small").get(0);
        List<Float> map = small.getList(small.fieldIndex("relevance"));
        assertThat(small.<Integer>getList(small.fieldIndex("relevance_shape"))).containsExactly(3, 7, 7);
        assertThat(map).hasSize(3 * 7 * 7);
        assertThat(map.stream().mapToDouble(Float::doubleValue).sum())
                .isCloseTo(full.<Double>getAs("relevance_sum"), within(1e-4));
        assertThat(small.<Float>getAs("entropy")).isEqualTo(full.<Float>getAs("entropy"));
        assertThat(small.isNullAt(small.fieldIndex("thumbnail"))).isTrue();
    }

    @Test
    void summarisesPerClassAndOverall() {
        run(settings("summed").classes(classes()).target(new TargetSpec.Label()));

        List<Row> rows = table("summary", "summed").orderBy("target").collectAsList();
        List<Row> cats = attributions("summed").stream()
                .filter(row -> "cat".equals(row.getAs("label")))
                .toList();
        assertThat(rows).extracting(row -> row.getAs("target")).containsExactly(null, 0, 1);
        assertThat(rows).extracting(row -> row.getAs("images")).containsExactly(4L, 2L, 2L);
        assertThat(rows).extracting(row -> row.getAs("failures")).containsExactly(1L, 0L, 0L);
        Row gini = rows.get(1).getAs("gini");
        assertThat(gini.<Double>getAs("mean"))
                .isCloseTo(
                        cats.stream()
                                .mapToDouble(row -> row.<Float>getAs("gini"))
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        float mean = rows.get(1)
                .<Float>getList(rows.get(1).fieldIndex("mean_relevance"))
                .get(100);
        double expected = cats.stream()
                .mapToDouble(
                        row -> row.<Float>getList(row.fieldIndex("relevance")).get(100))
                .average()
                .orElseThrow();
        assertThat((double) mean).isCloseTo(expected, within(1e-7));
    }

    @Test
    void givesAClassOfWhichEveryImageFailedARowOfFailures() throws IOException {
        Files.createDirectories(images.resolve("class2"));
        Files.writeString(images.resolve("class2/text.jpg"), "no image");

        run(settings("hopeless").classes(classes()).target(new TargetSpec.Label()));

        Row row = table("summary", "hopeless")
                .where(col("target").equalTo(2))
                .collectAsList()
                .get(0);
        assertThat(row.<String>getAs("target_name")).isEqualTo("class2");
        assertThat(row.<Long>getAs("images")).isZero();
        assertThat(row.<Long>getAs("failures")).isEqualTo(1);
        for (String column : List.of("accuracy", "gini", "mean_relevance", "relevance_shape")) {
            assertThat(row.isNullAt(row.fieldIndex(column))).as(column).isTrue();
        }
    }

    @Test
    void neverLooksFinishedWhenItIsEndedHalfWay() {
        AttributeSettings settings = settings("ended").waveSize(2).build();
        List<Long> seen = new ArrayList<>();

        assertThatThrownBy(() -> AttributeJob.run(spark(), settings, progress -> {
                    seen.add(progress.done());
                    if (progress.done() > 0) {
                        throw new IllegalStateException("pulled the plug");
                    }
                }))
                .hasMessageContaining("pulled the plug");

        assertThat(seen).contains(0L);
        assertThat(records().readStarted(settings.run())).isPresent();
        assertThat(records().isFinished(settings.run())).isFalse();
        assertThat(folder.resolve("out put/summary/run_id=ended")).doesNotExist();
    }

    @Test
    void cancelsItsTasksWhenTheListenerThrowsWhileTheyRun() throws InterruptedException {
        for (int image = 0; image < 400; image++) {
            TestImages.write(images.resolve("many/" + image + ".jpg"), image);
        }
        AttributeSettings settings =
                settings("cancelled").batchSize(1).target(new TargetSpec.Top(5)).build();
        Thread driver = Thread.currentThread();

        assertThatThrownBy(() -> AttributeJob.run(spark(), settings, progress -> {
                    if (Thread.currentThread() != driver) {
                        throw new IllegalStateException("pulled the plug");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pulled the plug");

        assertThat(records().isFinished(settings.run())).isFalse();
        assertThat(folder.resolve("out put/attributions/run_id=cancelled/wave=0/_SUCCESS"))
                .doesNotExist();
        awaitTheEndOfTasks();
    }

    /** A cancelled task ends with its call of the engine, and may write into the folder until then. */
    private void awaitTheEndOfTasks() throws InterruptedException {
        for (int tries = 0; tries < 300 && runningTasks() > 0; tries++) {
            Thread.sleep(100);
        }
        assertThat(runningTasks()).isZero();
    }

    /** As the scheduler knows it: what Spark's status says is up to a tenth of a second old. */
    private int runningTasks() {
        TaskSchedulerImpl scheduler = (TaskSchedulerImpl) spark().sparkContext().taskScheduler();
        return JavaConverters.mapAsJavaMap(scheduler.runningTasksByExecutors()).values().stream()
                .mapToInt(running -> (Integer) running)
                .sum();
    }

    @Test
    void recordsARun() {
        RunResult result = run(settings("recorded").arguments(Map.of("target", "predicted")));

        assertThat(records().readStarted(new RunId("recorded")).orElseThrow())
                .containsEntry("arguments", Map.of("target", "predicted"))
                .containsEntry("preprocessing", TestNetwork.PREPROCESSING.text());
        assertThat(records().readFinished(new RunId("recorded")).orElseThrow()).containsEntry("verdict", "complete");
        assertThat(result.timings().computeSeconds()).isPositive();
        assertThat(result.timings().startupSeconds()).isPositive();
        assertThat(result.timings().stepSeconds())
                .containsOnlyKeys("read", "decode", "preprocess", "attribute", "describe", "write")
                .allSatisfy((step, seconds) -> assertThat(seconds).isPositive());
    }

    @Test
    void refusesARunIdThatIsTaken() {
        run(settings("taken"));

        assertThatThrownBy(() -> run(settings("taken")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("run id 'taken' exists already");
    }

    @Test
    void refusesPreprocessingOfAnotherSize() {
        assertThatThrownBy(() -> AttributeSettings.of(new ImageSource.Files("x"), PROGRAM, output)
                        .build())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("3 x 224 x 224")
                .hasMessageContaining("3 x 32 x 32");
    }

    @Test
    void refusesAnotherNumberOfClassNames() {
        assertThatThrownBy(() ->
                        settings("names").classes(ClassNames.unnamed(1000)).build())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("1000 class names");
    }

    @Test
    void takesTheFirstImages() {
        assertThat(run(settings("limited").selection(InputSelection.first(3)))
                        .counts()
                        .images())
                .isEqualTo(3);
    }

    @Test
    void triesOutARunWithoutWritingAnything() throws IOException {
        Files.writeString(images.resolve("text.jpg"), "no image");

        DryRunResult result = DryRun.run(spark(), settings("dry").build());

        assertThat(result.images()).isEqualTo(6);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.failures()).extracting(DryRunResult.Failure::image).containsExactly("text.jpg");
        assertThat(result.duration()).get().asInstanceOf(DURATION).isPositive();
        assertThat(result.noMemory()).isEmpty();
        assertThat(result.bytes()).isGreaterThan(5 * 4 * 32 * 32);
        assertThat(result.engineBytes()).isPositive();
        assertThat(Path.of(output)).doesNotExist();
    }

    @Test
    void aDryRunCountsImagesWhoseLabelIsNoClassWhereTheLabelIsTheTarget() {
        DryRunResult result = DryRun.run(
                spark(), settings("dry").target(new TargetSpec.Label()).build());

        assertThat(result.failed()).isEqualTo(result.images());
        assertThat(result.failures()).extracting(DryRunResult.Failure::error).contains("NoSuchClass");
    }

    @Test
    void writesBelowAFolderThatLooksLikeAGlob() {
        output = output + "/[x] {a,b}*?";

        assertThat(run(settings("odd")).counts().explained()).isEqualTo(5);
    }
}

package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.pipeline.SparkTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.s3.Gateway.Fault;
import io.lrpspark.pipeline.s3.S3Server;
import io.lrpspark.pipeline.s3.S3ServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs from S3 to S3, with a server that does not always do what it should. */
class S3RunTest extends SparkTest {
    private static final int IMAGES = 12;

    @RegisterExtension
    static final S3ServerExtension S3 = new S3ServerExtension();

    @TempDir
    private Path folder;

    @Override
    public SparkConf conf() {
        SparkConf configuration = super.conf()
                .set("spark.hadoop.fs.s3a.committer.name", "magic")
                .set(
                        "spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a",
                        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory")
                .set(
                        "spark.sql.sources.commitProtocolClass",
                        "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol")
                .set(
                        "spark.sql.parquet.output.committer.class",
                        "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter")
                .set("spark.hadoop.fs.s3a.input.stream.type", "classic")
                .set("spark.hadoop.fs.s3a.attempts.maximum", "1")
                .set("spark.hadoop.fs.s3a.retry.limit", "3")
                .set("spark.hadoop.fs.s3a.retry.throttle.limit", "3")
                .set("spark.hadoop.fs.s3a.retry.interval", "50ms");
        S3.server().options().forEach((key, value) -> configuration.set("spark.hadoop." + key, value));
        return configuration;
    }

    private void images(String prefix) throws IOException {
        for (int image = 0; image < IMAGES; image++) {
            Path file = TestImages.write(folder.resolve(image + ".jpg"), image);
            S3.server().put(prefix + "/class " + image % 2 + "/" + image + ".jpg", Files.readAllBytes(file));
        }
    }

    private RunResult run(ImageSource source, String run) {
        return AttributeJob.run(
                spark(),
                AttributeSettings.of(
                                source,
                                TestNetwork.program("epsilon-plus"),
                                S3.server().uri("tables"))
                        .preprocessing(TestNetwork.PREPROCESSING)
                        .batchSize(4)
                        .run(new RunId(run))
                        .build(),
                ProgressListener.NONE);
    }

    private List<Row> rows(RunResult result) {
        return spark().read()
                .parquet(result.paths().attributions())
                .orderBy("image_id")
                .collectAsList();
    }

    @Test
    void triesAgainWhereTheServerFailsOrIsSlow() throws IOException {
        images("steady");
        List<Row> undisturbed = rows(run(new ImageSource.Files(S3.server().uri("steady")), "undisturbed"));
        AtomicInteger requests = new AtomicInteger();
        S3.server().gateway().disturb(request -> switch (requests.incrementAndGet() % 20) {
            case 3 -> Fault.status(503);
            case 9 -> Fault.status(500);
            case 13 -> Fault.drop();
            case 17 -> Fault.delay(Duration.ofMillis(100));
            default -> Fault.none();
        });

        RunResult disturbed = run(new ImageSource.Files(S3.server().uri("steady")), "disturbed");

        assertThat(disturbed.counts()).isEqualTo(new RunResult.Counts(IMAGES, IMAGES, IMAGES, 0, 0));
        assertThat(requests.get()).isGreaterThan(100);
        S3.server().gateway().disturb(request -> Fault.none());
        assertThat(rows(disturbed)).isEqualTo(undisturbed);
        assertThat(S3.server().keys("tables/")).noneMatch(key -> key.contains("__magic"));
    }

    @Test
    void givesAnObjectThatCannotBeReadAFailedRow() throws IOException {
        images("partly");
        S3.server()
                .gateway()
                .disturb(request -> request.startsWith("GET") && request.contains("/partly/class%201/3.jpg")
                        ? Fault.status(500)
                        : request.contains("/partly/class%201/5.jpg") ? Fault.status(403) : Fault.none());

        RunResult result = run(new ImageSource.Files(S3.server().uri("partly")), "partly");

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(IMAGES, IMAGES - 2, IMAGES - 2, 2, 0));
        assertThat(rows(result))
                .filteredOn(row -> "failed".equals(row.getAs("status")))
                .satisfiesExactly(
                        row -> {
                            assertThat(row.<String>getAs("image_id")).isEqualTo("class 1/3.jpg");
                            assertThat(row.<String>getAs("stage")).isEqualTo("read");
                            assertThat(row.<String>getAs("error")).isEqualTo("AWSStatus500Exception");
                        },
                        row -> {
                            assertThat(row.<String>getAs("image_id")).isEqualTo("class 1/5.jpg");
                            assertThat(row.<String>getAs("stage")).isEqualTo("read");
                            assertThat(row.<String>getAs("error")).isEqualTo("AccessDeniedException");
                        });
    }

    @Test
    void takesAManifestInsteadOfAListing() throws IOException {
        images("named");
        List<String> paths = List.of("class 0/0.jpg", S3.server().uri("named/class 1/1.jpg"), "class 0/gone 100%.jpg");
        spark().createDataset(paths, Encoders.STRING())
                .toDF("file")
                .write()
                .parquet(S3.server().uri("named/manifest"));
        S3.server().gateway().forgetRequests();

        RunResult result = run(
                new ImageSource.Table(S3.server().uri("named/manifest"), "file", Optional.empty(), Optional.empty()),
                "manifest");

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(3, 2, 2, 1, 0));
        assertThat(rows(result))
                .filteredOn(row -> "failed".equals(row.getAs("status")))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.<String>getAs("image_id")).isEqualTo("class 0/gone 100%.jpg");
                    assertThat(row.<String>getAs("error")).isEqualTo("FileNotFoundException");
                });
    }

    @Test
    void readsImagesOutOfATable() throws IOException {
        List<Row> images = new ArrayList<>();
        for (int image = 0; image < 3; image++) {
            Path file = TestImages.write(folder.resolve(image + ".jpg"), image);
            images.add(RowFactory.create("image " + image, Files.readAllBytes(file)));
        }
        StructType schema = new StructType().add("id", DataTypes.StringType).add("image", DataTypes.BinaryType);
        String table = S3.server().uri("held 100% #1/x=ä+b");
        spark().createDataFrame(images, schema).coalesce(1).write().parquet(table);

        RunResult result = run(new ImageSource.Table(table, "image", Optional.of("id"), Optional.empty()), "held");

        assertThat(result.counts()).isEqualTo(new RunResult.Counts(3, 3, 3, 0, 0));
    }

    @Test
    void writesByTheMagicCommitterAndNoSecretAnywhere() throws IOException {
        images("kept");

        RunResult result = run(new ImageSource.Files(S3.server().uri("kept")), "kept");

        assertThat(result.verdict()).isEqualTo(Verdict.COMPLETE);
        for (String table : List.of("attributions/run_id=kept/wave=0", "inputs/run_id=kept", "summary/run_id=kept")) {
            assertThat(S3.server().text("tables/" + table + "/_SUCCESS")).contains("\"committer\":\"magic\"");
        }
        for (String record : List.of("started", "finished")) {
            assertThat(S3.server().text("tables/runs/kept/" + record + ".json"))
                    .contains("\"run_id\" : \"kept\"")
                    .doesNotContain(S3Server.SECRET, S3Server.IDENTITY);
        }
    }
}

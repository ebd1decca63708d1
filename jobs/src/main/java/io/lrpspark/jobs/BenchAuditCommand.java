package io.lrpspark.jobs;

import io.lrpspark.lrp.image.RgbImage;
import io.lrpspark.lrp.image.Thumbnail;
import io.lrpspark.lrp.statistic.MapStatistics;
import io.lrpspark.pipeline.output.AttributionSchema;
import io.lrpspark.pipeline.output.RowBuilder;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.TableWriter;
import io.lrpspark.pipeline.output.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures summary, audit and report on tables of made-up maps, a tenth of the rows and all of them. */
@Command(
        name = "audit",
        description =
                "Measure summarize, audit and report, each in a JVM of its own, on made-up maps of 56 x 56 with thumbnails;"
                        + " first a tenth of the rows, then all.")
final class BenchAuditCommand implements Callable<Integer> {
    private static final int SIDE = 56;
    private static final int BLOB = 12;
    private static final int MAPS_PER_PARTITION = 5_000;
    private static final StructType SCHEMA = AttributionSchema.of(Map.of());
    private static final RunId RUN = new RunId("made-up");

    /** Some for all images. */
    private static final List<byte[]> THUMBNAILS =
            LongStream.range(0, 32).mapToObj(BenchAuditCommand::thumbnail).toList();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "COUNT",
            defaultValue = "100000",
            description = "Maps. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--classes",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "Classes that the maps are of, equally many of each. Default: ${DEFAULT-VALUE}.")
    private int classes;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "4g",
            description = "Heap of the measured JVMs. Default: ${DEFAULT-VALUE}.")
    private String memory;

    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "local[2]",
            description = "Where Spark runs. Default: ${DEFAULT-VALUE}.")
    private String master;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        measure(Math.max(classes, rows / 10));
        measure(rows);
        return 0;
    }

    private void measure(int maps) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("lrp-bench");
        try {
            write(folder, maps);
            double summarize = seconds("summarize", folder);
            double audit = seconds("audit", folder);
            Path page = folder.resolve("report.html");
            double report = seconds("report", folder, "--output=" + page);
            PrintWriter out = spec.commandLine().getOut();
            out.println(String.format(
                    Locale.ROOT,
                    "%,d rows of %,d classes: summarize %.1f s, audit %.1f s, together %.0f rows/s; report %.1f s, %.1f MB"
                            + " (%s, heap %s)",
                    maps,
                    classes,
                    summarize,
                    audit,
                    maps / (summarize + audit),
                    report,
                    Files.size(page) / 1e6,
                    master,
                    memory));
            out.flush();
        } finally {
            ChildJvm.deleteRecursively(folder);
        }
    }

    private double seconds(String command, Path folder, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command, "--tables=" + folder, "--master=" + master));
        arguments.addAll(List.of(more));
        long start = System.nanoTime();
        ChildJvm.run(List.of("-Xmx" + memory), arguments);
        return (System.nanoTime() - start) / 1e9;
    }

    private void write(Path folder, int maps) {
        int count = classes;
        try (SparkSession session = Sessions.open("lrp bench", Optional.of(master))) {
            Configuration configuration = session.sparkContext().hadoopConfiguration();
            RunCatalog catalog = new RunCatalog(Tables.at(folder.toString(), configuration), configuration);
            catalog.records().started(RUN, Map.of("started_at", "2026-01-01"));
            TableWriter.writeMaps(
                    session.range(0, maps, 1, 1 + maps / MAPS_PER_PARTITION)
                            .map(
                                    (MapFunction<Long, Row>) number -> row(number, (int) (number % count)),
                                    Encoders.row(SCHEMA)),
                    catalog.tables().wave(RUN, 0));
            catalog.records().finished(RUN, Map.of("verdict", "complete"));
        }
    }

    /** A coloured rectangle on noise. */
    private static byte[] thumbnail(long number) {
        SplittableRandom random = new SplittableRandom(number);
        int side = Thumbnail.LONGEST_SIDE;
        byte[] pixels = new byte[side * side * 3];
        int[] color = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
        int edge = random.nextInt(side);
        for (int i = 0; i < pixels.length; i++) {
            int level = i / 3 % side < edge && i / 3 / side < edge ? color[i % 3] : 255 - color[i % 3];
            pixels[i] = (byte) Math.max(0, Math.min(255, level + random.nextInt(-20, 20)));
        }
        return Thumbnail.jpeg(new RgbImage(side, side, pixels));
    }

    /** A map with a blob somewhere, on weak noise of both signs. */
    private static Row row(long number, int target) {
        SplittableRandom random = new SplittableRandom(number);
        float[] map = new float[SIDE * SIDE];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) random.nextDouble(-0.02, 0.02);
        }
        int top = random.nextInt(SIDE - BLOB);
        int left = random.nextInt(SIDE - BLOB);
        for (int y = top; y < top + BLOB; y++) {
            for (int x = left; x < left + BLOB; x++) {
                map[y * SIDE + x] += (float) random.nextDouble();
            }
        }
        RowBuilder row = new RowBuilder(SCHEMA)
                .set("image_id", "image-" + number)
                .set("status", "ok")
                .set("label", "class " + target)
                .set("label_index", target)
                .set("predicted", target)
                .set("predicted_name", "class " + target)
                .set("target", target)
                .set("target_name", "class " + target)
                .set("relevance", map)
                .set("relevance_shape", new int[] {1, SIDE, SIDE})
                .set("thumbnail", THUMBNAILS.get((int) (number % THUMBNAILS.size())));
        double[] statistics = MapStatistics.of(map, SIDE, SIDE);
        for (int i = 0; i < statistics.length; i++) {
            row.set(MapStatistics.names().get(i), (float) statistics[i]);
        }
        return row.build();
    }
}

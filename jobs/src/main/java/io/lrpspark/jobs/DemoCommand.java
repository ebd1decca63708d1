package io.lrpspark.jobs;

import static org.apache.spark.sql.functions.col;

import io.lrpspark.jobs.ProgressLine.Style;
import io.lrpspark.jobs.demo.Demo;
import io.lrpspark.jobs.demo.Explanation;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.model.DenseNetWeights;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.CompileOptions;
import io.lrpspark.pipeline.attribute.AttributeJob;
import io.lrpspark.pipeline.attribute.AttributeSettings;
import io.lrpspark.pipeline.attribute.RunResult;
import io.lrpspark.pipeline.audit.AuditJob;
import io.lrpspark.pipeline.audit.AuditSettings;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.report.ReportJob;
import io.lrpspark.pipeline.report.ReportSettings;
import io.lrpspark.pipeline.report.model.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything once, on made-up images: a model with a secret, and the tables and pictures that give it away. */
@Command(
        name = "demo",
        description =
                "Write some hundred images of shapes, explain a small model on them with Spark, draw a contact sheet"
                        + " for each class, audit the run and report it. One class is recognised by something that is no shape: see for yourself.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "demo",
            description = "The folder for images, model, tables and contact sheets. Default: ${DEFAULT-VALUE}.")
    private Path output;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Where Spark runs, such as local[2]. Default: local[*], all cores of this machine.")
    private Optional<String> master = Optional.empty();

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        err.println("writing the images to " + output);
        Demo demo = Demo.prepare(output);
        AttributeSettings settings = settings(demo);
        err.println("explaining them with Spark");
        try (SparkSession session = Sessions.open("lrp demo", master)) {
            RunResult result;
            List<String> told;
            try (ProgressLine progress = new ProgressLine(err, Style.ofErrorStream(), System::nanoTime)) {
                result = AttributeJob.run(session, settings, progress);
                told = progress.warnings();
            }
            List<String> findings = demo.finish(explanations(session, result));
            RunReport.lines(result, told).forEach(out::println);
            out.println();
            findings.forEach(out::println);
            out.println();
            RunCatalog catalog = RunOptions.catalog(output.resolve("tables").toString(), session);
            AuditReport.lines(AuditJob.run(session, catalog, AuditSettings.of(result.run()), err::println))
                    .forEach(out::println);
            out.println();
            out.println(report(session, catalog, result.run(), err));
            out.println("open it in a browser; it shows all of this, with the images");
            out.flush();
        }
        return 0;
    }

    private String report(SparkSession session, RunCatalog catalog, RunId run, PrintWriter err) {
        ReportFile file =
                new ReportFile(new OutputFile(output.resolve("report.html").toString()));
        Report report = ReportJob.run(session, catalog, ReportSettings.of(run), err::println);
        String length = file.write(report, session.sparkContext().hadoopConfiguration());
        return ReportCommand.line(report, file, length);
    }

    private AttributeSettings settings(Demo demo) {
        Preprocessing preprocessing = demo.preprocessing();
        NetworkOptions network = NetworkOptions.standard(demo.model());
        DenseNetWeights weights = network.read(preprocessing);
        AttributionProgram program = network.program(
                weights, preprocessing.height(), preprocessing.width(), preprocessing, CompileOptions.standard());
        return AttributeSettings.of(
                        new ImageSource.Files(demo.images().toString()),
                        program,
                        output.resolve("tables").toString())
                .classes(ClassNames.read(demo.classes()))
                .preprocessing(preprocessing)
                .build();
    }

    /** The maps of the run, in the order of the images. */
    private static List<Explanation> explanations(SparkSession session, RunResult result) {
        return session
                .read()
                .parquet(Locations.literal(result.paths().attributions()))
                .where(col("status").equalTo("ok"))
                .orderBy("image_id")
                .collectAsList()
                .stream()
                .map(DemoCommand::explanation)
                .toList();
    }

    private static Explanation explanation(Row row) {
        List<Float> values = row.getList(row.fieldIndex("relevance"));
        float[] relevance = new float[values.size()];
        for (int i = 0; i < relevance.length; i++) {
            relevance[i] = values.get(i);
        }
        List<Integer> shape = row.getList(row.fieldIndex("relevance_shape"));
        return new Explanation(
                row.getAs("image_id"),
                row.getAs("label"),
                row.getAs("predicted_name"),
                row.<Float>getAs("predicted_probability"),
                relevance,
                shape.get(1),
                shape.get(2));
    }
}

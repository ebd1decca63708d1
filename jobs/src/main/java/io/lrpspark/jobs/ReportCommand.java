package io.lrpspark.jobs;

import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.report.ReportJob;
import io.lrpspark.pipeline.report.ReportLimits;
import io.lrpspark.pipeline.report.ReportSettings;
import io.lrpspark.pipeline.report.model.Report;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a run as a page. */
@Command(
        name = "report",
        description =
                "Write what the tables say of a run as one HTML file that needs nothing else: verdict and checks, changes,"
                        + " where each class looks, clusters, images with their maps, failures. At most 20 MB, however"
                        + " large the run is.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions runs;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description =
                    "The run to compare with. Default: the one that its audit was compared with; of a run that was not"
                            + " audited, the finished run that was started last before it.")
    private Optional<String> baseline = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The file; a path of this machine or a URI. Default: ${DEFAULT-VALUE}.")
    private String output;

    @Mixin
    private MasterOption master;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (SparkSession session = master.open("lrp report")) {
            Configuration configuration = session.sparkContext().hadoopConfiguration();
            RunCatalog catalog = runs.catalog(session);
            ReportSettings settings =
                    new ReportSettings(runs.run(catalog), baseline.map(RunId::new), ReportLimits.STANDARD);
            ReportFile file = new ReportFile(new OutputFile(output));
            file.check(configuration);
            Report report = ReportJob.run(session, catalog, settings, err::println);
            out.println(line(report, file, file.write(report, configuration)));
            if (report.audit().isEmpty()) {
                out.println("not audited: lrp audit --tables "
                        + catalog.tables().root() + " --run " + settings.run() + " finds clusters and asks the checks");
            }
            out.flush();
        }
        return 0;
    }

    /** Such as "report of run a: report.html, 2.3 MB, 6 of 6 classes in full". */
    static String line(Report report, ReportFile file, String length) {
        return "report of run %s: %s, %s, %d of %d classes in full"
                .formatted(
                        report.run().id(), file.file(), length, report.details().size(), report.classCount());
    }
}

package io.lrpspark.jobs;

import io.lrpspark.pipeline.audit.AuditJob;
import io.lrpspark.pipeline.audit.AuditResult;
import io.lrpspark.pipeline.audit.AuditSettings;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Audits a run. */
@Command(
        name = "audit",
        description =
                "Find what is wrong with the data of a run: clusters of maps that look at a place of their own, and"
                        + " checks of the tables, compared with an earlier run. Exit code 3 if a check of level error fails.")
final class AuditCommand implements Callable<Integer> {
    private static final int FAILED = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions runs;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description = "The run to compare with. Default: the finished run that was started last before it.")
    private Optional<String> baseline = Optional.empty();

    @Option(
            names = "--checks",
            paramLabel = "FILE",
            description = "What to check, as in conf/audit-checks.yaml, which is the default.")
    private Optional<Path> checks = Optional.empty();

    @Mixin
    private MasterOption master;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (SparkSession session = master.open("lrp audit")) {
            RunCatalog catalog = runs.catalog(session);
            AuditSettings settings = new AuditSettings(runs.run(catalog), baseline.map(RunId::new), checks);
            AuditResult result = AuditJob.run(session, catalog, settings, err::println);
            AuditReport.lines(result).forEach(out::println);
            out.println("tables:");
            out.println("  clusters         " + catalog.tables().clusters(result.run()));
            out.println("  cluster_members  " + catalog.tables().clusterMembers(result.run()));
            out.println("  checks           " + catalog.tables().checks(result.run()));
            out.println("next: lrp report --tables " + catalog.tables().root() + " --run " + result.run());
            out.flush();
            return result.verdict() == AuditResult.Verdict.FAILED ? FAILED : 0;
        }
    }
}

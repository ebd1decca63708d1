package io.lrpspark.jobs;

import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.Tables;
import io.lrpspark.pipeline.summary.RunCounts;
import io.lrpspark.pipeline.summary.Summarize;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Computes the summary and the scores of a run again. */
@Command(
        name = "summarize",
        description = "Compute the summary and the scores of a run again, from its attributions alone.")
final class SummarizeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions runs;

    @Mixin
    private MasterOption master;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (SparkSession session = master.open("lrp summarize")) {
            RunCatalog catalog = runs.catalog(session);
            RunId run = runs.run(catalog);
            spec.commandLine().getErr().println("summarizing run " + run);
            RunCounts counts = Summarize.again(session, catalog, run);
            Tables tables = catalog.tables();
            out.println("run " + run + ": " + counts.explained() + " explained, " + counts.failed() + " failed, "
                    + Wording.count(counts.maps(), "map"));
            out.println("  summary  " + tables.summary(run));
            out.println("  scores   " + tables.scores(run));
            out.println("next: lrp audit --tables " + tables.root() + " --run " + run);
            out.flush();
        }
        return 0;
    }
}

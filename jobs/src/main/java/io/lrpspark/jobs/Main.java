package io.lrpspark.jobs;

import io.lrpspark.pipeline.input.ObjectStores;
import io.lrpspark.pipeline.input.UsageException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code lrp}: what {@code scripts/lrp} and spark-submit start. */
@Command(
        name = "lrp",
        description =
                "Relevance maps (LRP) of DenseNet image classifiers over whole image collections, on Apache Spark.",
        subcommands = {
            AttributeCommand.class,
            SummarizeCommand.class,
            AuditCommand.class,
            ReportCommand.class,
            RunsCommand.class,
            ExplainCommand.class,
            InspectCommand.class,
            ExportCommand.class,
            DemoCommand.class,
            TrainDemoCommand.class,
            BenchCommand.class
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done (single images may have failed: the summary counts them)",
            "1:more failures than --max-failures, or an error while running",
            "2:a mistake in the arguments, found before any work started",
            "3:an audit whose checks failed"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        Interruption.watch(err);
        int exitCode = commandLine(out, err).execute(arguments);
        Interruption.workIsDone();
        System.exit(exitCode);
    }

    /**
     * The command line with all commands.
     *
     * @param out receives results
     * @param err receives progress and errors
     */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::execute)
                .setParameterExceptionHandler(Failures::misused)
                .setExecutionExceptionHandler(Failures::failed);
    }

    /** No command, whatever it does with its arguments, gets one with credentials in it. */
    private static int execute(ParseResult arguments) {
        for (String argument : arguments.expandedArgs()) {
            try {
                ObjectStores.requireNoCredentials(argument.replaceFirst("^--[a-z-]+=", ""));
            } catch (UsageException e) {
                List<CommandLine> commands = arguments.asCommandLineList();
                throw new ParameterException(commands.get(commands.size() - 1), e.getMessage(), e);
            }
        }
        return new RunLast().execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given: expected one of attribute, summarize, audit, report, runs, explain, inspect, export, demo");
    }
}

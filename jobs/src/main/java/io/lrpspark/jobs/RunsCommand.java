package io.lrpspark.jobs;

import io.lrpspark.pipeline.input.UsageException;
import io.lrpspark.pipeline.output.RunCatalog;
import io.lrpspark.pipeline.output.RunId;
import io.lrpspark.pipeline.output.Tables;
import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the runs below one root; no Spark, so that it answers at once. */
@Command(name = "runs", description = "List, show or delete the runs of an output folder.")
final class RunsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Where the runs are. */
    static final class TablesOption {
        @Option(
                names = "--tables",
                required = true,
                paramLabel = "DIR",
                description = "Root folder of the tables: what lrp attribute got as --output; a path or a URI.")
        private String tables;

        RunCatalog catalog() {
            Configuration configuration = FileArgument.configuration();
            return new RunCatalog(Tables.at(tables, configuration), configuration);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given: expected one of list, show, delete");
    }

    @Command(name = "list", description = "List all runs, in the order in which they were started.")
    int list(@Mixin TablesOption tables, @Mixin VerboseOption verbose) {
        RunCatalog catalog = tables.catalog();
        last(catalog);
        print(RunListing.table(catalog));
        return 0;
    }

    @Command(name = "show", description = "Show the record of a run, and how to resume it if it is unfinished.")
    int show(
            @Parameters(paramLabel = "RUN", arity = "0..1", description = "Default: the run that was started last.")
                    Optional<String> run,
            @Mixin TablesOption tables,
            @Mixin VerboseOption verbose) {
        RunCatalog catalog = tables.catalog();
        RunId chosen = run.map(RunId::new).orElseGet(() -> last(catalog));
        catalog.requireExisting(chosen);
        print(RunListing.details(catalog, chosen));
        return 0;
    }

    @Command(name = "delete", description = "Delete a run: its rows in all tables, and its record.")
    int delete(
            @Parameters(paramLabel = "RUN", description = "Which run.") String run,
            @Mixin TablesOption tables,
            @Option(names = "--yes", description = "Do not ask.") boolean yes,
            @Mixin VerboseOption verbose) {
        RunCatalog catalog = tables.catalog();
        RunId chosen = new RunId(run);
        catalog.requireExisting(chosen);
        if (!yes && !isConfirmed(chosen, catalog)) {
            return 1;
        }
        for (Path deleted : catalog.files().delete(chosen)) {
            print(List.of("deleted " + deleted));
        }
        return 0;
    }

    private boolean isConfirmed(RunId run, RunCatalog catalog) {
        Console console = System.console();
        if (console == null) {
            throw new UsageException("run '" + run + "' is not deleted without a question, and there is nobody to ask:"
                    + " expected --yes");
        }
        String answer = console.readLine(
                "delete run %s and its rows in all tables below %s? [y/N] ",
                run, catalog.tables().root());
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }

    /** The run that was started last; refuses a folder without any. */
    private static RunId last(RunCatalog catalog) {
        List<RunId> runs = catalog.all();
        if (runs.isEmpty()) {
            throw new UsageException("there are no runs in '" + catalog.tables().root()
                    + "': expected the folder that lrp attribute wrote with --output");
        }
        return runs.get(runs.size() - 1);
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }
}

package io.lrpspark.jobs;

import io.lrpspark.lrp.array.NpyException;
import io.lrpspark.lrp.checkpoint.CheckpointException;
import io.lrpspark.lrp.graph.GraphException;
import io.lrpspark.lrp.image.PreprocessingException;
import io.lrpspark.lrp.model.ModelException;
import io.lrpspark.lrp.registry.UnknownNameException;
import io.lrpspark.lrp.rule.RuleException;
import io.lrpspark.pipeline.input.ObjectStores;
import io.lrpspark.pipeline.input.UsageException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Exceptions become one line on the error stream and an exit code. */
final class Failures {
    /** What users cause and can mend: wrong arguments, or files that are not what the arguments say. */
    private static final List<Class<? extends Exception>> MISTAKES = List.of(
            UsageException.class,
            UnknownNameException.class,
            RuleException.class,
            PreprocessingException.class,
            CheckpointException.class,
            ModelException.class,
            GraphException.class,
            NpyException.class);

    private Failures() {}

    /** Arguments that the command line cannot read. */
    static int misused(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        report(
                command,
                oneLine(exception).replaceFirst("^Error: ", "") + suggestion(exception) + " (see "
                        + command.getCommandSpec().qualifiedName() + " --help)");
        if (Arrays.asList(arguments).contains(VerboseOption.NAME)) {
            trace(command, exception);
        }
        return CommandLine.ExitCode.USAGE;
    }

    /** The nearest command or option, where an argument is none. */
    private static String suggestion(ParameterException exception) {
        return exception instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream()
                        .findFirst()
                        .map(nearest -> ": did you mean '" + nearest + "'?")
                        .orElse("")
                : "";
    }

    /** Anything that a command throws. */
    static int failed(Exception exception, CommandLine command, ParseResult arguments) {
        if (Interruption.isGoingOn()) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        boolean verbose = arguments.expandedArgs().contains(VerboseOption.NAME);
        boolean mistake = MISTAKES.stream().anyMatch(kind -> kind.isInstance(exception));
        String hint = mistake || verbose ? "" : " (add " + VerboseOption.NAME + " for the stack trace)";
        report(command, oneLine(exception) + hint);
        if (verbose) {
            trace(command, exception);
        }
        return mistake ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** One line on the error stream. */
    static void report(CommandLine command, String message) {
        CommandSpec spec = command.getCommandSpec();
        PrintWriter err = command.getErr();
        err.println(spec.qualifiedName() + ": " + ObjectStores.withoutCredentials(message));
        err.flush();
    }

    private static void trace(CommandLine command, Exception exception) {
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace, true));
        command.getErr().print(ObjectStores.withoutCredentials(trace.toString()));
        command.getErr().flush();
    }

    private static String oneLine(Throwable exception) {
        String message = Optional.ofNullable(exception.getMessage())
                .filter(text -> !text.isBlank())
                .orElseGet(() -> exception.getClass().getSimpleName());
        return message.lines().findFirst().orElse(message).strip();
    }
}

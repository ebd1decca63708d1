package io.lrpspark.jobs;

import picocli.CommandLine.Option;

/** The option that shows stack traces. */
final class VerboseOption {
    static final String NAME = "--verbose";

    /** Read from the arguments by {@link Failures}: it has to work where parsing fails too. */
    @Option(names = NAME, description = "Show the stack trace of an error.")
    private boolean verbose;
}

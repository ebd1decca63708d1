package io.lrpspark.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a command did.
 *
 * @param exitCode of the process it would have been
 * @param out what it printed as results
 * @param err what it printed as progress and errors
 */
record Lrp(int exitCode, String out, String err) {

    /** Runs a command in this process. */
    static Lrp run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new Lrp(exitCode, out.toString(), err.toString());
    }

    /** The lines of the error stream. */
    List<String> errors() {
        return err.lines().toList();
    }

    /** Copies one of the golden files into a folder. */
    static Path golden(String name, Path folder) throws IOException {
        Path copy = folder.resolve(Path.of(name).getFileName());
        try (InputStream content = Objects.requireNonNull(Lrp.class.getResourceAsStream("/golden/" + name), name)) {
            Files.copy(content, copy);
        }
        return copy;
    }
}

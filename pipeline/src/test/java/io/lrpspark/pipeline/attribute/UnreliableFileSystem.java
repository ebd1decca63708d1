package io.lrpspark.pipeline.attribute;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files below {@code unreliable:///} of which some are dangerous: who opens one whose name begins with {@code deadly}
 * dies on the spot, as of a fault in native code; who is the first to open one that begins with {@code slow} waits.
 */
public final class UnreliableFileSystem extends RawLocalFileSystem {
    static final String OPTION = "spark.hadoop.fs.unreliable.impl";
    static final int EXIT_CODE = 134;

    private static final URI ROOT = URI.create("unreliable:///");
    private static final long SECONDS = 60;

    static String uri(java.nio.file.Path folder) {
        return "unreliable://" + folder;
    }

    @Override
    public URI getUri() {
        return ROOT;
    }

    @Override
    public String getScheme() {
        return ROOT.getScheme();
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        if (file.getName().startsWith("deadly")) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        if (file.getName().startsWith("slow") && isFirst(file)) {
            try {
                Thread.sleep(SECONDS * 1000);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        return super.open(file, bufferSize);
    }

    private boolean isFirst(Path file) throws IOException {
        try {
            Files.createFile(java.nio.file.Path.of(pathToFile(file) + ".opened"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}

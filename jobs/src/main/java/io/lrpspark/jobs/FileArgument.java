package io.lrpspark.jobs;

import io.lrpspark.pipeline.input.Locations;
import io.lrpspark.pipeline.input.WholeFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import scala.Tuple2;

/**
 * A file that a command reads: on this machine, or wherever a URI says, by Hadoop's file systems with Spark's options for them
 * ({@code spark.hadoop.*}), yet without Spark.
 *
 * @param location as the user wrote it
 */
record FileArgument(String location) {
    private static final String OPTIONS_OF_HADOOP = "spark.hadoop.";

    /** For picocli. */
    static final class Converter implements ITypeConverter<FileArgument> {
        @Override
        public FileArgument convert(String location) {
            try {
                FileArgument argument = new FileArgument(location);
                argument.name();
                return argument;
            } catch (InvalidPathException e) {
                throw new TypeConversionException("'" + location + "' is no name of a file: " + e.getReason());
            }
        }
    }

    static FileArgument of(Path file) {
        return new FileArgument(file.toString());
    }

    /** Whether the file is one of this machine, at {@link #path}. */
    boolean isLocal() {
        return !Locations.isUri(location);
    }

    /** Where the file lies if it is local. */
    Path path() {
        return Path.of(location);
    }

    /** Its name without folders. */
    String name() {
        return isLocal() ? String.valueOf(path().getFileName()) : location.substring(location.lastIndexOf('/') + 1);
    }

    /**
     * The bytes behind a URI.
     *
     * @param what it is, for messages
     * @throws io.lrpspark.pipeline.input.UsageException if there is no such file or it cannot be read
     */
    byte[] fetch(String what) {
        return WholeFile.read(what, location, configuration());
    }

    /** Hadoop's configuration with Spark's options for it. */
    static Configuration configuration() {
        Configuration configuration = new Configuration();
        for (Tuple2<String, String> option : new SparkConf().getAllWithPrefix(OPTIONS_OF_HADOOP)) {
            configuration.set(option._1(), option._2());
        }
        return configuration;
    }

    @Override
    public String toString() {
        return location;
    }
}

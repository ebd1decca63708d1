package io.lrpspark.jobs;

import io.lrpspark.pipeline.input.ImageSource;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where images come from: files, or a table that names or holds them. */
final class SourceOptions {
    @Option(
            names = "--images",
            required = true,
            paramLabel = "DIR|GLOB",
            description =
                    "A folder with everything below it (a subfolder's name is its images' label), a glob in quotes,"
                            + " or a file; a path or a URI such as s3a://bucket/folder.")
    private String images;

    @ArgGroup(exclusive = false)
    private TableOptions table;

    /** A table and its columns. */
    static final class TableOptions {
        @Option(
                names = "--table",
                required = true,
                paramLabel = "PARQUET",
                description = "Instead of files: a Parquet table that names the images or holds them.")
        private String location;

        @Option(
                names = "--image-column",
                required = true,
                paramLabel = "NAME",
                description =
                        "The table's column of images: paths (relative ones are relative to the table's folder), encoded"
                                + " images (binary), or a struct of bytes and path, as Hugging Face's tables have it.")
        private String imageColumn;

        @Option(
                names = "--id-column",
                paramLabel = "NAME",
                description = "The table's column of unique identities. Default: the path; needed where there is none.")
        private Optional<String> idColumn = Optional.empty();

        @Option(
                names = "--label-column",
                paramLabel = "NAME",
                description = "The table's column of labels: text, a class index, or an array of these.")
        private Optional<String> labelColumn = Optional.empty();
    }

    /** The source. */
    ImageSource source() {
        return table == null
                ? new ImageSource.Files(images)
                : new ImageSource.Table(table.location, table.imageColumn, table.idColumn, table.labelColumn);
    }
}

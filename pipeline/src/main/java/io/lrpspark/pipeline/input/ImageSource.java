package io.lrpspark.pipeline.input;

import java.util.Optional;

/** Where the images of a run come from. */
public sealed interface ImageSource {

    /** What the user wrote, for messages and the run record. */
    String location();

    /**
     * Image files of a file system.
     *
     * <p>A folder is listed with everything below it: every file whose extension is one of
     * {@link FileSelection#EXTENSIONS}, in any case; hidden files and folders (a leading dot) are passed over. A glob
     * ({@code *}, {@code ?}, {@code [ab]}, {@code {a,b}} within a name, {@code **} for any depth) takes every file it
     * matches, whatever its name, and lists the folders it matches. A single file is a listing of one. The identity
     * of an image is its path relative to the folder, or to the part of the glob before the first wildcard; its label
     * is the name of its parent folder, if that lies below.
     *
     * @param location a folder, a glob or a file; a path or a URI
     */
    record Files(String location) implements ImageSource {}

    /**
     * A Parquet table that names or holds images.
     *
     * <p>Its image column has one of three types: string (paths or URIs; a relative path is relative to the table's
     * folder); binary (encoded images); or a struct with a binary field {@code bytes}, a string field {@code path} or
     * both, as Hugging Face's {@code Image} feature is stored: the bytes if they are not null, or else the file at the
     * path.
     *
     * @param location the table; a path or a URI
     * @param imageColumn the column of the images
     * @param idColumn the column that identifies an image, unique; without one, its path does
     * @param labelColumn a string or integer column, or an array of these for multi-label data
     */
    record Table(String location, String imageColumn, Optional<String> idColumn, Optional<String> labelColumn)
            implements ImageSource {}
}

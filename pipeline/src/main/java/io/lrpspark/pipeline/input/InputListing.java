package io.lrpspark.pipeline.input;

import java.io.Serializable;
import java.net.URI;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The listing of a run's images: made in one task that streams, so that neither the driver nor the task holds all
 * names; sorted by identity (Spark's sort spills to disk).
 */
public final class InputListing {
    private static final StructType LISTED = DataTypes.createStructType(new StructField[] {
        DataTypes.createStructField("image_id", DataTypes.StringType, false),
        DataTypes.createStructField("path", DataTypes.StringType, false),
        DataTypes.createStructField("length", DataTypes.LongType, true),
        DataTypes.createStructField("modified", DataTypes.TimestampType, true),
        DataTypes.createStructField("label", DataTypes.StringType, true),
        DataTypes.createStructField("labels", DataTypes.createArrayType(DataTypes.StringType, true), true)
    });

    /**
     * The {@code inputs} table: position (from 0; the rank of the image in the order of identities, or in a table that
     * holds the images, in the order of its rows), image_id, path (qualified, not URL-encoded; a {@link TableRow} if a
     * table holds the image), length in bytes (null where a table names the image) and modified (null for tables),
     * label, labels (the latter for multi-label data only).
     */
    public static final StructType SCHEMA = DataTypes.createStructType(schemaFields());

    private InputListing() {}

    /**
     * Lists a source lazily: the work happens when the result is written.
     *
     * @return rows of {@link #SCHEMA} in one partition, in the order of their positions
     * @throws UsageException if the source is a table that is missing or lacks a column; other faults of a source
     *     surface as the cause of what the writing throws
     */
    public static Dataset<Row> of(SparkSession spark, ImageSource source, InputSelection selection) {
        Listed listed =
                source instanceof ImageSource.Table table ? table(spark, table) : files(spark, source.location());
        Dataset<Row> chosen = listed.rows();
        long limit = Long.MAX_VALUE;
        if (selection instanceof InputSelection.First first) {
            limit = first.count();
        } else if (selection instanceof InputSelection.Sample sample) {
            Column lot = functions.xxhash64(functions.lit(sample.seed()), functions.col("image_id"));
            chosen = chosen.sortWithinPartitions(lot, functions.col("image_id"))
                    .mapPartitions(new Head(sample.count()), Encoders.row(LISTED));
        }
        Dataset<Row> unique = chosen.sortWithinPartitions("image_id")
                .mapPartitions(new Unique(source.location(), nothingIn(source), limit), Encoders.row(LISTED));
        Dataset<Row> ordered = listed.order().equals("image_id") ? unique : unique.sortWithinPartitions(listed.order());
        return ordered.mapPartitions(new Number(), Encoders.row(SCHEMA));
    }

    /**
     * Images without positions, in one partition.
     *
     * @param rows of {@link #LISTED}
     * @param order the column whose order gives the positions
     */
    private record Listed(Dataset<Row> rows, String order) {}

    /**
     * Refuses a source that does not exist, before any work starts. Opens one folder, or reads one row of a table, at most.
     *
     * @throws UsageException if a folder, a file or a table is not there or is empty, or a table lacks a column
     */
    public static void check(SparkSession spark, ImageSource source) {
        if (source instanceof ImageSource.Table table) {
            table(spark, table);
            if (content(spark, table).select(functions.lit(1)).isEmpty()) {
                throw new UsageException(nothingIn(source));
            }
        } else if (!FileWalk.of(source.location(), spark.sparkContext().hadoopConfiguration())
                .hasNext()) {
            throw new UsageException(nothingIn(source));
        }
    }

    private static String nothingIn(ImageSource source) {
        return source instanceof ImageSource.Table
                ? "table '" + source.location() + "' has no rows: expected one for each image"
                : "no images in '" + source.location() + "': expected files named "
                        + String.join(
                                ", ", FileSelection.EXTENSIONS.stream().sorted().toList())
                        + ", or a glob that matches other names";
    }

    private static StructField[] schemaFields() {
        StructField[] listed = LISTED.fields();
        StructField[] fields = new StructField[listed.length + 1];
        fields[0] = DataTypes.createStructField("position", DataTypes.LongType, false);
        System.arraycopy(listed, 0, fields, 1, listed.length);
        return fields;
    }

    private static Listed files(SparkSession spark, String location) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> configuration =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        // as it stands here: a task may have another working directory
        Path path = Locations.path(location, context.hadoopConfiguration());
        JavaRDD<Row> rows = context.parallelize(List.of(path), 1)
                .flatMap(place ->
                        rows(FileWalk.of(place, location, configuration.value().value())));
        return new Listed(spark.createDataFrame(rows, LISTED), "image_id");
    }

    private static Iterator<Row> rows(Iterator<FoundFile> files) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return files.hasNext();
            }

            @Override
            public Row next() {
                FoundFile file = files.next();
                List<String> names = file.names();
                return RowFactory.create(
                        file.identity(),
                        file.path().toString(),
                        file.length(),
                        new Timestamp(file.modified()),
                        names.size() > 1 ? names.get(names.size() - 2) : null,
                        null);
            }
        };
    }

    private static Listed table(SparkSession spark, ImageSource.Table table) {
        Dataset<Row> content = content(spark, table);
        ImageColumns images = imageColumns(content, table);
        if (table.idColumn().isEmpty() && images.path().isEmpty()) {
            throw new UsageException("column '" + table.imageColumn() + "' of table '" + table.location()
                    + "' holds images without their paths: name a column of unique identities with --id-column; "
                    + columnsOf(content));
        }
        Column identity = table.idColumn()
                .map(name -> {
                    type(content, table, name);
                    return content.col(quoted(name)).cast(DataTypes.StringType);
                })
                .orElseGet(() -> images.path().orElseThrow());
        Column path = images.path().orElse(functions.lit(null).cast(DataTypes.StringType));
        List<Column> columns = new ArrayList<>(List.of(
                identity.as("image_id"),
                path.as("path"),
                images.bytes()
                        .map(functions::octet_length)
                        .orElse(functions.lit(null))
                        .cast(DataTypes.LongType)
                        .as("length"),
                functions.lit(null).cast(DataTypes.TimestampType).as("modified"),
                label(content, table).as("label"),
                labels(content, table).as("labels")));
        // The place of an image that the table holds, of one that is missing too: its row fails when it is read.
        images.bytes().ifPresent(bytes -> {
            Column held = bytes.isNotNull().or(path.isNull());
            columns.add(functions.when(held, functions.col("_metadata.file_path")));
            columns.add(functions.when(held, functions.col("_metadata.row_index")));
        });
        Path place = place(spark, table);
        String base = (place.getParent() == null ? place : place.getParent()).toString();
        return new Listed(
                content.select(columns.toArray(new Column[0]))
                        .repartition(1)
                        .mapPartitions(new Resolve(base, table.location()), Encoders.row(LISTED)),
                images.bytes().isPresent() ? "path" : "image_id");
    }

    private static Path place(SparkSession spark, ImageSource.Table table) {
        return Locations.path(table.location(), spark.sparkContext().hadoopConfiguration());
    }

    private static Dataset<Row> content(SparkSession spark, ImageSource.Table table) {
        // The vectorised reader would hold 4,096 images at once; its switch is one of the session.
        SparkSession rowByRow = spark.newSession();
        rowByRow.conf().set("spark.sql.parquet.enableVectorizedReader", false);
        String place = Locations.literal(place(spark, table).toString());
        try {
            return rowByRow.read().parquet(place);
        } catch (Exception e) {
            // Spark throws checked exceptions that its Scala signatures do not declare.
            throw StorageFault.of("table '" + table.location() + "' cannot be read as Parquet", place(spark, table), e);
        }
    }

    /**
     * What a table has of its images.
     *
     * @param bytes the encoded images
     * @param path where they lie, or where they came from
     */
    private record ImageColumns(Optional<Column> bytes, Optional<Column> path) {}

    private static ImageColumns imageColumns(Dataset<Row> content, ImageSource.Table table) {
        DataType type = type(content, table, table.imageColumn());
        Column image = content.col(quoted(table.imageColumn()));
        if (type.equals(DataTypes.StringType)) {
            return new ImageColumns(Optional.empty(), Optional.of(image));
        }
        if (type.equals(DataTypes.BinaryType)) {
            return new ImageColumns(Optional.of(image), Optional.empty());
        }
        ImageColumns parts = new ImageColumns(
                field(type, image, "bytes", DataTypes.BinaryType), field(type, image, "path", DataTypes.StringType));
        if (parts.bytes().isEmpty() && parts.path().isEmpty()) {
            throw new UsageException("column '" + table.imageColumn() + "' of table '" + table.location() + "' holds "
                    + type.simpleString() + ": expected strings (paths), binary (encoded images), or a struct of bytes,"
                    + " path or both; " + columnsOf(content));
        }
        return parts;
    }

    private static Optional<Column> field(DataType struct, Column column, String name, DataType type) {
        if (struct instanceof StructType fields) {
            for (StructField field : fields.fields()) {
                if (field.name().equals(name) && field.dataType().equals(type)) {
                    return Optional.of(column.getField(name));
                }
            }
        }
        return Optional.empty();
    }

    private static Column label(Dataset<Row> content, ImageSource.Table table) {
        Optional<DataType> type = table.labelColumn().map(name -> type(content, table, name));
        if (type.isEmpty() || type.get() instanceof ArrayType) {
            return functions.lit(null).cast(DataTypes.StringType);
        }
        requireLabels(type.get(), type.get(), content, table);
        return content.col(quoted(table.labelColumn().orElseThrow())).cast(DataTypes.StringType);
    }

    private static Column labels(Dataset<Row> content, ImageSource.Table table) {
        DataType strings = DataTypes.createArrayType(DataTypes.StringType);
        Optional<DataType> type = table.labelColumn().map(name -> type(content, table, name));
        if (type.isEmpty() || !(type.get() instanceof ArrayType array)) {
            return functions.lit(null).cast(strings);
        }
        requireLabels(array.elementType(), array, content, table);
        // A missing label among others says nothing.
        return functions.array_compact(
                content.col(quoted(table.labelColumn().orElseThrow())).cast(strings));
    }

    private static void requireLabels(DataType label, DataType whole, Dataset<Row> content, ImageSource.Table table) {
        if (!label.equals(DataTypes.StringType) && !(label instanceof IntegralType)) {
            throw new UsageException("label column '" + table.labelColumn().orElseThrow() + "' of table '"
                    + table.location() + "' holds " + whole.simpleString()
                    + ": expected strings, integers or an array of these; " + columnsOf(content));
        }
    }

    private static DataType type(Dataset<Row> content, ImageSource.Table table, String column) {
        for (StructField field : content.schema().fields()) {
            if (field.name().equals(column)) {
                return field.dataType();
            }
        }
        throw new UsageException(
                "table '" + table.location() + "' has no column '" + column + "': " + columnsOf(content));
    }

    private static String columnsOf(Dataset<Row> content) {
        return "its columns are " + String.join(", ", content.columns());
    }

    private static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    /** The first rows of a partition. */
    private record Head(long count) implements MapPartitionsFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new Iterator<>() {
                private long taken;

                @Override
                public boolean hasNext() {
                    return taken < count && rows.hasNext();
                }

                @Override
                public Row next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    taken++;
                    return rows.next();
                }
            };
        }
    }

    /** Checks a table's rows, makes its paths absolute and says where the images lie that the table holds. */
    private static final class Resolve implements MapPartitionsFunction<Row, Row>, Serializable {
        private static final long serialVersionUID = 1L;

        private final String base;
        private final String location;

        Resolve(String base, String location) {
            this.base = base;
            this.location = location;
        }

        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public Row next() {
                    Row row = rows.next();
                    boolean held = row.length() > LISTED.length() && !row.isNullAt(LISTED.length());
                    if (row.isNullAt(0)
                            || !held && (row.isNullAt(1) || row.getString(1).isBlank())) {
                        throw new UsageException("table '" + location + "' has a row without "
                                + (row.isNullAt(0) ? "an identity" : "a path of an image")
                                + ": every row needs both, fill or remove it");
                    }
                    String path = held ? place(row).toString() : absolute(row.getString(1));
                    return RowFactory.create(row.getString(0), path, row.get(2), null, row.get(4), row.get(5));
                }
            };
        }

        private static TableRow place(Row row) {
            // Spark gives the file as a URL.
            Path file = new Path(URI.create(row.getString(LISTED.length())));
            return new TableRow(file.toString(), row.getLong(LISTED.length() + 1));
        }

        private String absolute(String path) {
            boolean complete = path.startsWith("/") || path.matches("(?s)[A-Za-z][A-Za-z0-9+.-]+:/.*");
            return complete ? path : base + "/" + path;
        }
    }

    /** The first of the sorted rows; refuses an identity that occurs twice, and an empty listing. */
    private record Unique(String location, String emptiness, long limit) implements MapPartitionsFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new Iterator<>() {
                private long taken;
                private String previous;

                @Override
                public boolean hasNext() {
                    if (taken == 0 && !rows.hasNext()) {
                        throw new UsageException(emptiness);
                    }
                    return taken < limit && rows.hasNext();
                }

                @Override
                public Row next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    Row row = rows.next();
                    String identity = row.getString(0);
                    if (identity.equals(previous)) {
                        throw new UsageException(String.format(
                                Locale.ROOT,
                                "image '%s' is listed twice in '%s': identities must be unique",
                                identity,
                                location));
                    }
                    previous = identity;
                    taken++;
                    return row;
                }
            };
        }
    }

    /** Gives the rows their positions. */
    private record Number() implements MapPartitionsFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new Iterator<>() {
                private long position;

                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public Row next() {
                    Row row = rows.next();
                    return RowFactory.create(
                            position++, row.getString(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5));
                }
            };
        }
    }
}

package io.lrpspark.pipeline.input;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads encoded images out of the Parquet files of a table, by file and row.
 *
 * <p>A task is told where its images lie and reads them itself. Their bytes thus pass neither through the driver nor
 * through a shuffle, as they would if the listing were joined with the table, and a retried task finds the same bytes
 * at the same place. Positions of the listing follow the order of the table's rows, so that a task reads forward: each
 * row group once, and only the column of images. Tasks that share a row group each read it, which costs less than a
 * shuffle as long as row groups are no larger than a few hundred images, as those of Hugging Face tables are; the
 * encoded images of one row group are in memory at a time.
 *
 * <p>Reading backward works, and reads row groups again. Not thread-safe.
 */
public final class EmbeddedImages implements AutoCloseable {
    private static final String BYTES = "bytes";

    private final String column;
    private final Configuration configuration;
    private Optional<OpenFile> open = Optional.empty();

    /** @param column of the images: binary, or a struct with a binary field {@code bytes} */
    public EmbeddedImages(String column, Configuration configuration) {
        this.column = column;
        this.configuration = configuration;
    }

    /**
     * The encoded image of a row.
     *
     * @param most bytes that an image may have
     * @throws IOException if the file is gone or damaged, or the row has no image or a larger one
     */
    public byte[] read(TableRow place, int most) throws IOException {
        boolean done = false;
        try {
            if (open.isEmpty() || !open.get().file.equals(place.file())) {
                close();
                open = Optional.of(new OpenFile(place.file(), column, configuration));
            }
            Optional<Binary> image = open.get().value(place.row());
            done = true;
            if (image.isEmpty()) {
                throw new IOException("the column '" + column + "' is null in row " + place.row() + " of "
                        + place.file() + ": expected the bytes of an image");
            }
            if (image.get().length() > most) {
                throw new IOException("row " + place.row() + " of " + place.file() + " has more than " + (most >> 20)
                        + " MB: expected an encoded image, which is smaller");
            }
            return image.get().getBytes();
        } finally {
            if (!done) {
                close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        Optional<OpenFile> file = open;
        open = Optional.empty();
        if (file.isPresent()) {
            file.get().reader.close();
        }
    }

    /** A file and the place in it that was read last. */
    private static final class OpenFile {
        private final String file;
        private final ParquetFileReader reader;
        private final MessageType schema;
        private final ColumnDescriptor images;
        private int group = -1;
        private long row;
        private long end;
        private ColumnReader values;

        OpenFile(String file, String column, Configuration configuration) throws IOException {
            this.file = file;
            this.reader = ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), configuration));
            this.schema = onlyImages(reader.getFileMetaData().getSchema(), column, file);
            this.images = schema.getColumns().get(0);
            reader.setRequestedSchema(schema);
        }

        private static MessageType onlyImages(MessageType whole, String column, String file) throws IOException {
            if (!whole.containsField(column)) {
                throw new IOException("the file " + file + " of the table has no column '" + column
                        + "': expected the images of its rows there");
            }
            Type type = whole.getType(column);
            if (type.isPrimitive()) {
                return new MessageType(whole.getName(), type);
            }
            GroupType struct = type.asGroupType();
            return new MessageType(whole.getName(), struct.withNewFields(List.of(struct.getType(BYTES))));
        }

        Optional<Binary> value(long wanted) throws IOException {
            if (group < 0 || wanted < row || wanted >= end) {
                openGroupOf(wanted);
            }
            for (; row < wanted; row++) {
                if (isPresent()) {
                    values.skip();
                }
                values.consume();
            }
            return isPresent() ? Optional.of(values.getBinary()) : Optional.empty();
        }

        private boolean isPresent() {
            return values.getCurrentDefinitionLevel() == images.getMaxDefinitionLevel();
        }

        private void openGroupOf(long wanted) throws IOException {
            List<BlockMetaData> groups = reader.getRowGroups();
            long first = 0;
            for (int index = 0; index < groups.size(); index++) {
                long rows = groups.get(index).getRowCount();
                if (wanted < first + rows) {
                    values = new ColumnReadStoreImpl(
                                    reader.readRowGroup(index),
                                    new GroupRecordConverter(schema).getRootConverter(),
                                    schema,
                                    reader.getFileMetaData().getCreatedBy())
                            .getColumnReader(images);
                    group = index;
                    row = first;
                    end = first + rows;
                    return;
                }
                first += rows;
            }
            throw new IOException("the file " + file + " has " + first + " rows, but row " + wanted
                    + " was listed: was the table overwritten while the run read it?");
        }
    }
}

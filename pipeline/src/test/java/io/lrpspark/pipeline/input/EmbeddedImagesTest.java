package io.lrpspark.pipeline.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedImagesTest extends SparkTest {
    private static final int ROWS = 400;
    private static final int EVERY_NULL = 7;
    private static final int MOST = 1 << 20;

    @TempDir
    private Path folder;

    private static byte[] image(int row) {
        Random random = new Random(row);
        byte[] bytes = new byte[random.nextInt(3000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Optional<byte[]> expected(int row) {
        return row % EVERY_NULL == 3 ? Optional.empty() : Optional.of(image(row));
    }

    /** Many row groups of several pages each. */
    private String file(DataType type, List<Object> images) throws IOException {
        Path table = folder.resolve("table of images");
        List<Row> rows = IntStream.range(0, images.size())
                .mapToObj(row -> RowFactory.create(row, images.get(row), "other"))
                .toList();
        spark().createDataFrame(rows, DataTypes.createStructType(new StructField[] {
                    DataTypes.createStructField("key", DataTypes.IntegerType, false),
                    DataTypes.createStructField("image", type, true),
                    DataTypes.createStructField("bytes", DataTypes.StringType, true)
                }))
                .coalesce(1)
                .write()
                .option("parquet.block.size", 100_000)
                .option("parquet.block.size.row.check.min", 10)
                .option("parquet.page.size", 8_000)
                .option("parquet.page.size.row.check.min", 2)
                .parquet(table.toString());
        try (Stream<Path> files = Files.list(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow()
                    .toString();
        }
    }

    private String flat() throws IOException {
        return file(
                DataTypes.BinaryType,
                IntStream.range(0, ROWS)
                        .mapToObj(row -> (Object) expected(row).orElse(null))
                        .toList());
    }

    private EmbeddedImages images() {
        return new EmbeddedImages("image", spark().sparkContext().hadoopConfiguration());
    }

    private static void assertReads(EmbeddedImages images, String file, int row) throws IOException {
        if (expected(row).isPresent()) {
            assertThat(images.read(new TableRow(file, row), MOST)).isEqualTo(image(row));
        } else {
            assertThatThrownBy(() -> images.read(new TableRow(file, row), MOST))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the column 'image' is null in row " + row);
        }
    }

    @Test
    void readsEveryRowOfManyRowGroups() throws IOException {
        String file = flat();
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file), spark().sparkContext().hadoopConfiguration()))) {
            assertThat(reader.getRowGroups()).hasSizeGreaterThan(3);
        }
        try (EmbeddedImages images = images()) {
            for (int row = 0; row < ROWS; row++) {
                assertReads(images, file, row);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsRowsInAnyOrder(int seed) throws IOException {
        String file = flat();
        Random random = new Random(seed);
        try (EmbeddedImages images = images()) {
            for (int i = 0; i < 60; i++) {
                assertReads(images, file, random.nextInt(ROWS));
            }
        }
    }

    @Test
    void readsTheSameRowTwice() throws IOException {
        String file = flat();
        try (EmbeddedImages images = images()) {
            assertReads(images, file, 5);
            assertReads(images, file, 5);
        }
    }

    @Test
    void readsTheBytesOfAStruct() throws IOException {
        StructType type = DataTypes.createStructType(new StructField[] {
            DataTypes.createStructField("path", DataTypes.StringType, true),
            DataTypes.createStructField("bytes", DataTypes.BinaryType, true)
        });
        String file = file(
                type,
                IntStream.range(0, ROWS)
                        .mapToObj(row -> (Object)
                                (row % 2 == 0 && expected(row).isEmpty()
                                        ? null
                                        : RowFactory.create(
                                                "a/" + row + ".jpg",
                                                expected(row).orElse(null))))
                        .toList());
        try (EmbeddedImages images = images()) {
            for (int row = 0; row < ROWS; row++) {
                assertReads(images, file, row);
            }
        }
    }

    @Test
    void refusesARowThatTheFileNoLongerHas() throws IOException {
        String file = flat();
        try (EmbeddedImages images = images()) {
            assertThatThrownBy(() -> images.read(new TableRow(file, ROWS), MOST))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has 400 rows, but row 400 was listed");
            assertReads(images, file, 1);
        }
    }

    @Test
    void refusesAnImageThatIsTooLarge() throws IOException {
        String file = file(DataTypes.BinaryType, List.of(new byte[MOST + 1]));
        try (EmbeddedImages images = images()) {
            assertThatThrownBy(() -> images.read(new TableRow(file, 0), MOST))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than 1 MB");
        }
    }

    @Test
    void refusesAFileWithoutTheColumn() throws IOException {
        String file = flat();
        try (EmbeddedImages images =
                new EmbeddedImages("photo", spark().sparkContext().hadoopConfiguration())) {
            assertThatThrownBy(() -> images.read(new TableRow(file, 0), MOST))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has no column 'photo'");
        }
    }
}

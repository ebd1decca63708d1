package io.lrpspark.pipeline.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkException;
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

class InputListingTest extends SparkTest {
    @TempDir
    private Path folder;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
    }

    private List<Row> list(ImageSource source, InputSelection selection) {
        return InputListing.of(spark(), source, selection).collectAsList();
    }

    private List<String> identities(String location) {
        return list(new ImageSource.Files(location), InputSelection.all()).stream()
                .map(row -> row.<String>getAs("image_id"))
                .toList();
    }

    @Test
    void listsImageFilesOfAllFoldersInTheOrderOfTheirIdentities() throws IOException {
        files("b/2.PNG", "a/x/1.jpeg", "a/3.webp", "0.jpg");

        List<Row> rows = list(new ImageSource.Files(folder.toString()), InputSelection.all());

        assertThat(rows)
                .extracting(row -> row.getAs("image_id"))
                .containsExactly("0.jpg", "a/3.webp", "a/x/1.jpeg", "b/2.PNG");
        assertThat(rows).extracting(row -> row.getAs("position")).containsExactly(0L, 1L, 2L, 3L);
        assertThat(rows).extracting(row -> row.getAs("label")).containsExactly(null, "a", "x", "b");
        assertThat(rows).extracting(row -> row.getAs("length")).containsOnly(1L);
    }

    @Test
    void passesOverHiddenFilesAndOtherExtensions() throws IOException {
        files("a.jpg", ".b.jpg", ".hidden/c.jpg", "d.txt", "jpg", "_SUCCESS", "e.jpg.crc");

        assertThat(identities(folder.toString())).containsExactly("a.jpg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space.jpg",
                "100%.jpg",
                "%20.jpg",
                "a#b.jpg",
                "a:b.jpg",
                "12:30:00.jpg",
                "it's.jpg",
                "say \"hi\".jpg",
                "Äpfel-漢字-é.jpg",
                "a?b.jpg",
                "a*b.jpg",
                "[x]{y}.jpg",
                "a\\b.jpg",
                "a+b&c=d;e.jpg",
                " lead.jpg",
                "file:x.jpg",
                "a~b$c`d.jpg"
            })
    void keepsNamesThatLookLikeSomethingElse(String name) throws IOException {
        files("50% of: #1/" + name);

        Row row = list(new ImageSource.Files(folder.toString()), InputSelection.all())
                .get(0);

        assertThat(row.<String>getAs("image_id")).isEqualTo("50% of: #1/" + name);
        assertThat(row.<String>getAs("label")).isEqualTo("50% of: #1");
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(row.<String>getAs("path"));
        try (var stream = Locations.fileSystem(path, spark().sparkContext().hadoopConfiguration())
                .open(path)) {
            assertThat(stream.readAllBytes()).hasSize(1);
        }
    }

    @Test
    void listsAFolderWhoseNameHasAColonAndBraces() throws IOException {
        files("x:{1}*/a.jpg");

        assertThat(identities(folder.resolve("x:{1}*").toString())).containsExactly("a.jpg");
    }

    @Test
    void takesWhatAGlobMatchesWhateverItsName() throws IOException {
        files("a/1.jpg", "a/2.dat", "b/3.dat", "c/4.jpg");

        assertThat(identities(folder + "/{a,b}/*.dat")).containsExactly("a/2.dat", "b/3.dat");
    }

    @Test
    void listsTheFoldersThatAGlobMatches() throws IOException {
        files("a1/x/1.jpg", "a2/2.jpg", "a2/2.txt", "b/3.jpg");

        assertThat(identities(folder + "/a*")).containsExactly("a1/x/1.jpg", "a2/2.jpg");
    }

    @Test
    void matchesAnyDepthWithTwoStars() throws IOException {
        files("1.jpg", "a/2.jpg", "a/b/3.jpg", "a/b/4.png");

        assertThat(identities(folder + "/**/*.jpg")).containsExactly("1.jpg", "a/2.jpg", "a/b/3.jpg");
    }

    @Test
    void listsASingleFile() throws IOException {
        files("a/1.dat");

        assertThat(identities(folder.resolve("a/1.dat").toString())).containsExactly("1.dat");
    }

    @Test
    void endsOnTwoFoldersThatLinkToEachOther() throws IOException {
        files("a/1.jpg", "b/2.jpg");
        Files.createSymbolicLink(folder.resolve("a/to-b"), folder.resolve("b"));
        Files.createSymbolicLink(folder.resolve("b/to-a"), folder.resolve("a"));

        assertThat(identities(folder.toString())).containsExactly("a/1.jpg", "a/to-b/2.jpg", "b/2.jpg", "b/to-a/1.jpg");
    }

    @Test
    void endsOnASymbolicLinkThatLeadsBack() throws IOException {
        files("a/1.jpg");
        Files.createSymbolicLink(folder.resolve("a/loop"), folder);

        assertThat(identities(folder.toString())).containsExactly("a/1.jpg");
    }

    @Test
    void takesTheFirstImages() throws IOException {
        files("c.jpg", "a.jpg", "b.jpg");

        assertThat(list(new ImageSource.Files(folder.toString()), InputSelection.first(2)))
                .extracting(row -> row.getAs("image_id"))
                .containsExactly("a.jpg", "b.jpg");
    }

    @Test
    void drawsTheSameSampleForTheSameSeed() throws IOException {
        for (int i = 0; i < 40; i++) {
            files("image" + i + ".jpg");
        }
        ImageSource source = new ImageSource.Files(folder.toString());

        List<Row> sample = list(source, InputSelection.sample(10, 1));

        assertThat(sample).hasSize(10).isEqualTo(list(source, InputSelection.sample(10, 1)));
        assertThat(sample).isNotEqualTo(list(source, InputSelection.sample(10, 2)));
        assertThat(sample)
                .extracting(row -> row.getAs("position"))
                .startsWith(0L, 1L)
                .endsWith(9L);
    }

    @Test
    void refusesAFolderWithoutImages() throws IOException {
        files("a.txt");

        assertThatThrownBy(() -> InputListing.check(spark(), new ImageSource.Files(folder.toString())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no images in '" + folder + "'");
    }

    @Test
    void refusesALocationThatDoesNotExist() {
        assertThatThrownBy(() -> InputListing.check(spark(), new ImageSource.Files(folder + "/nowhere")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("nowhere' do not exist");
    }

    private String table(StructField[] fields, Row... rows) {
        String location = folder.resolve("list [1].parquet").toString();
        spark().createDataFrame(Arrays.asList(rows), DataTypes.createStructType(fields))
                .write()
                .parquet(location);
        return location;
    }

    private static StructField[] columns() {
        return new StructField[] {
            DataTypes.createStructField("file name", DataTypes.StringType, true),
            DataTypes.createStructField("key", DataTypes.IntegerType, true),
            DataTypes.createStructField("class.id", DataTypes.LongType, true),
            DataTypes.createStructField("tags", DataTypes.createArrayType(DataTypes.StringType), true)
        };
    }

    @Test
    void readsATableOfImages() {
        String location = table(
                columns(),
                RowFactory.create("sub/a:b.jpg", 7, 3L, new String[] {"x", "y"}),
                RowFactory.create("s3a://bucket/c d.jpg", 5, null, null));

        List<Row> rows = list(
                new ImageSource.Table(location, "file name", Optional.of("key"), Optional.of("class.id")),
                InputSelection.all());

        assertThat(rows).extracting(row -> row.getAs("image_id")).containsExactly("5", "7");
        assertThat(rows)
                .extracting(row -> row.getAs("path"))
                .containsExactly("s3a://bucket/c d.jpg", "file:" + folder + "/sub/a:b.jpg");
        assertThat(rows).extracting(row -> row.getAs("label")).containsExactly(null, "3");
    }

    @Test
    void readsSeveralLabelsOfATable() {
        String location = table(columns(), RowFactory.create("a.jpg", 7, 3L, new String[] {"x", "y"}));

        Row row = list(
                        new ImageSource.Table(location, "file name", Optional.empty(), Optional.of("tags")),
                        InputSelection.all())
                .get(0);

        assertThat(row.<String>getAs("image_id")).isEqualTo("a.jpg");
        assertThat(row.<String>getList(row.fieldIndex("labels"))).containsExactly("x", "y");
    }

    @Test
    void refusesATableThatNamesAnImageTwice() {
        String location =
                table(columns(), RowFactory.create("a.jpg", 1, null, null), RowFactory.create("b.jpg", 1, null, null));

        assertThatThrownBy(() -> list(
                        new ImageSource.Table(location, "file name", Optional.of("key"), Optional.empty()),
                        InputSelection.all()))
                .isInstanceOf(SparkException.class)
                .hasRootCauseInstanceOf(UsageException.class)
                .hasMessageContaining("image '1' is listed twice");
    }

    @Test
    void refusesATableThatLacksAColumn() {
        String location = table(columns());

        assertThatThrownBy(() -> InputListing.check(
                        spark(), new ImageSource.Table(location, "image", Optional.empty(), Optional.empty())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("has no column 'image'")
                .hasMessageContaining("file name, key");
    }

    private static StructField[] embedded(DataType image) {
        return new StructField[] {
            DataTypes.createStructField("photo", image, true),
            DataTypes.createStructField("key", DataTypes.StringType, true),
            DataTypes.createStructField("tags", DataTypes.createArrayType(DataTypes.LongType), true)
        };
    }

    private static StructType bytesAndPath() {
        return DataTypes.createStructType(new StructField[] {
            DataTypes.createStructField("bytes", DataTypes.BinaryType, true),
            DataTypes.createStructField("path", DataTypes.StringType, true)
        });
    }

    @Test
    void listsTheImagesThatATableHoldsInTheOrderOfItsRows() {
        String location = table(
                embedded(DataTypes.BinaryType),
                RowFactory.create(new byte[5], "c", new Long[] {3L, null}),
                RowFactory.create(null, "a", null),
                RowFactory.create(new byte[7], "b", new Long[0]));

        List<Row> rows = list(
                new ImageSource.Table(location, "photo", Optional.of("key"), Optional.of("tags")),
                InputSelection.all());

        assertThat(rows).extracting(row -> row.getAs("position")).containsExactly(0L, 1L, 2L);
        assertThat(rows).extracting(row -> row.getAs("image_id")).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(rows).extracting(row -> row.<String>getAs("path")).isSorted();
        for (Row row : rows) {
            TableRow place = TableRow.parse(row.getAs("path")).orElseThrow();
            assertThat(place.file()).startsWith("file:" + location).endsWith(".parquet");
            assertThat(row.<Long>getAs("length"))
                    .isEqualTo(
                            switch (row.<String>getAs("image_id")) {
                                case "c" -> 5L;
                                case "b" -> 7L;
                                default -> null;
                            });
        }
        Row labelled = rows.stream()
                .filter(row -> "c".equals(row.getAs("image_id")))
                .findFirst()
                .orElseThrow();
        assertThat(labelled.<String>getList(labelled.fieldIndex("labels"))).containsExactly("3");
    }

    @Test
    void takesTheFirstIdentitiesOfATableThatHoldsImages() {
        String location = table(
                embedded(DataTypes.BinaryType),
                RowFactory.create(new byte[1], "c", null),
                RowFactory.create(new byte[1], "a", null),
                RowFactory.create(new byte[1], "b", null));

        assertThat(list(
                        new ImageSource.Table(location, "photo", Optional.of("key"), Optional.empty()),
                        InputSelection.first(2)))
                .extracting(row -> row.getAs("image_id"))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void takesThePathThatComesWithTheBytesForTheIdentity() {
        String location = table(
                embedded(bytesAndPath()),
                RowFactory.create(RowFactory.create(new byte[5], "b.jpg"), "1", null),
                RowFactory.create(RowFactory.create(null, "sub/a.jpg"), "2", null));

        List<Row> rows = list(
                new ImageSource.Table(location, "photo", Optional.empty(), Optional.empty()), InputSelection.all());

        assertThat(rows).extracting(row -> row.getAs("image_id")).containsExactly("sub/a.jpg", "b.jpg");
        assertThat(rows.get(0).<String>getAs("path")).isEqualTo("file:" + folder + "/sub/a.jpg");
        assertThat(TableRow.parse(rows.get(1).getAs("path"))).isPresent();
    }

    @Test
    void refusesBytesWithoutAnIdentity() {
        String location = table(embedded(DataTypes.BinaryType), RowFactory.create(new byte[5], "1", null));

        assertThatThrownBy(() -> InputListing.check(
                        spark(), new ImageSource.Table(location, "photo", Optional.empty(), Optional.empty())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("name a column of unique identities with --id-column")
                .hasMessageContaining("its columns are photo, key, tags");
    }

    @Test
    void refusesAColumnThatHoldsNoImages() {
        String location = table(embedded(DataTypes.DoubleType), RowFactory.create(0.5, "1", null));

        assertThatThrownBy(() -> InputListing.check(
                        spark(), new ImageSource.Table(location, "photo", Optional.of("key"), Optional.empty())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("column 'photo'")
                .hasMessageContaining("holds double")
                .hasMessageContaining("its columns are photo, key, tags");
    }

    @Test
    void refusesLabelsThatAreNoLabels() {
        StructField[] fields = embedded(DataTypes.StringType);
        fields[2] = DataTypes.createStructField("tags", DataTypes.createArrayType(DataTypes.DoubleType), true);
        String location = table(fields, RowFactory.create("a.jpg", "1", new Double[] {0.5}));

        assertThatThrownBy(() -> InputListing.check(
                        spark(), new ImageSource.Table(location, "photo", Optional.empty(), Optional.of("tags"))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("label column 'tags'")
                .hasMessageContaining("array<double>");
    }

    @Test
    void refusesATableWithoutRows() {
        String location = table(columns());

        assertThatThrownBy(() -> InputListing.check(
                        spark(), new ImageSource.Table(location, "file name", Optional.empty(), Optional.empty())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("has no rows");
    }

    @Test
    void refusesAFileThatIsNoTable() throws IOException {
        files("notes.txt");

        assertThatThrownBy(() -> InputListing.check(
                        spark(),
                        new ImageSource.Table(
                                folder.resolve("notes.txt").toString(), "image", Optional.empty(), Optional.empty())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("cannot be read as Parquet");
    }
}

package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lrpspark.jobs.demo.Artefact;
import io.lrpspark.jobs.demo.Demo;
import io.lrpspark.jobs.demo.DemoDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries that people start from, on the tables of two runs and their audit, in both engines that the README names. */
class NotebookTest {
    private static final Path NOTEBOOKS =
            Path.of("").toAbsolutePath().getParent().resolve("scripts/notebooks");
    private static final Pattern SPARK_SQL = Pattern.compile("spark\\.sql\\(\"\"\"(.*?)\"\"\"\\)", Pattern.DOTALL);
    private static final List<String> TABLES =
            List.of("attributions", "summary", "scores", "clusters", "cluster_members", "checks");

    @TempDir
    private static Path folder;

    private static Path tables;

    @BeforeAll
    static void explainTwiceAndAudit() throws IOException {
        tables = folder.resolve("tables");
        Demo demo = Demo.prepare(folder.resolve("demo"));
        Path images = DemoDataset.write(folder.resolve("data"), new DemoDataset.Settings(1, 12, Artefact.LOGO, 0.8));
        Files.writeString(images.resolve("circle/text.jpg"), "no image");
        for (String run : List.of("monday", "tuesday")) {
            Lrp attribute = Lrp.run(
                    "attribute",
                    "--images=" + images,
                    "--model=" + demo.model(),
                    "--classes=" + demo.classes(),
                    "--preprocess=" + demo.preprocessing().text(),
                    "--output=" + tables,
                    "--run-id=" + run,
                    "--master=local[2]");
            assertThat(attribute.exitCode()).as(attribute.err()).isZero();
        }
        Lrp audit = Lrp.run("audit", "--tables=" + tables, "--run=tuesday", "--baseline=monday", "--master=local[2]");
        assertThat(audit.exitCode()).as(audit.err()).isIn(0, 3);
    }

    private static List<String> notebookQueries() throws IOException {
        JsonNode notebook =
                new JsonMapper().readTree(NOTEBOOKS.resolve("audit.ipynb").toFile());
        String code = StreamSupport.stream(notebook.get("cells").spliterator(), false)
                .filter(cell -> cell.get("cell_type").textValue().equals("code"))
                .flatMap(cell -> StreamSupport.stream(cell.get("source").spliterator(), false))
                .map(JsonNode::textValue)
                .collect(Collectors.joining());
        List<String> queries = new ArrayList<>();
        Matcher matcher = SPARK_SQL.matcher(code);
        while (matcher.find()) {
            queries.add(matcher.group(1).strip());
        }
        return queries;
    }

    /** The statements of the file for DuckDB, without their comments. */
    private static List<String> statements() throws IOException {
        return Stream.of(Files.readString(NOTEBOOKS.resolve("audit.sql"))
                        .replaceAll("(?m)^--.*$", "")
                        .split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** As the notebook's first cell does. */
    private static void nameTables(SparkSession session) {
        for (String table : TABLES) {
            session.read()
                    .option("mergeSchema", true)
                    .parquet(tables.resolve(table).toString())
                    .createOrReplaceTempView(table);
        }
    }

    @Test
    void bothFilesAskTheSame() throws IOException {
        assertThat(notebookQueries())
                .hasSize(4)
                .isEqualTo(statements().stream()
                        .filter(statement -> statement.startsWith("SELECT"))
                        .toList());
    }

    @Test
    void sparkAnswersEveryQueryOfTheNotebook() throws IOException {
        try (SparkSession session = Sessions.open("notebook", Optional.of("local[2]"))) {
            nameTables(session);
            List<List<Row>> answers = notebookQueries().stream()
                    .map(query -> session.sql(query).collectAsList())
                    .toList();

            assertThat(answers.get(0)).hasSize(20);
            assertThat(answers.get(1)).isNotEmpty().allSatisfy(row -> assertThat(
                            row.<Double>getAs("corner_share_change"))
                    .isZero());
            assertThat(answers.get(2)).isNotEmpty();
            assertThat(answers.get(3)).singleElement().satisfies(row -> assertThat(row.<String>getAs("example"))
                    .isEqualTo("circle/text.jpg"));
        }
    }

    @Test
    void duckDbGivesTheSameRowsAsSpark() throws IOException, SQLException {
        List<String> sparkIds;
        try (SparkSession session = Sessions.open("notebook", Optional.of("local[2]"))) {
            nameTables(session);
            sparkIds = session.sql(notebookQueries().get(0)).collectAsList().stream()
                    .map(row -> row.<String>getAs("image_id"))
                    .toList();
        }
        List<String> duckIds = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (String sql : statements()) {
                String here = sql.replace("demo/tables", tables.toString());
                if (sql.startsWith("CREATE")) {
                    statement.execute(here);
                    continue;
                }
                try (ResultSet rows = statement.executeQuery(here)) {
                    int count = 0;
                    while (rows.next()) {
                        count++;
                        if (counts.isEmpty()) {
                            duckIds.add(rows.getString("image_id"));
                        }
                    }
                    counts.add(count);
                }
            }
        }

        assertThat(duckIds).isEqualTo(sparkIds);
        assertThat(counts).hasSize(4).allSatisfy(count -> assertThat(count).isPositive());
    }
}

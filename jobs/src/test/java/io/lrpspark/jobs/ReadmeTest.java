package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.rule.Composites;
import io.lrpspark.lrp.rule.InputRange;
import io.lrpspark.lrp.rule.Rules;
import io.lrpspark.pipeline.output.AttributionSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README's tables are complete. */
class ReadmeTest {
    private Path module;
    private String readme;

    @BeforeEach
    void read() throws IOException {
        module = Path.of(Optional.ofNullable(System.getProperty("basedir")).orElse("."))
                .toAbsolutePath()
                .normalize();
        readme = Files.readString(module.resolveSibling("README.md"));
    }

    @Test
    void listsEveryCanonizerWithItsSummary() {
        assertThat(Canonizers.names()).allSatisfy(name -> assertThat(readme)
                .contains("| `" + name + "` | " + Canonizers.summary(name) + " |"));
    }

    @Test
    void listsEveryComposite() {
        assertThat(Composites.names())
                .allSatisfy(name -> assertThat(readme).containsPattern("\\| .*`" + name + "`.* \\|"));
    }

    @Test
    void listsEveryRuleOfCompositeFiles() {
        assertThat(Rules.names()).allSatisfy(name -> assertThat(readme).containsPattern("\\| .*`" + name + "`.* \\|"));
    }

    @Test
    void theExampleIsAComposite() {
        Path example = module.resolveSibling("conf").resolve("composite-example.yaml");
        InputRange range = new InputRange(List.of(-2.0), List.of(2.0));
        assertThat(Composites.parse(example.toString(), range).assignments()).hasSizeGreaterThan(3);
    }

    @Test
    void listsEveryColumnOfTheAttributions() {
        assertThat(Arrays.asList(AttributionSchema.of(Map.of()).fieldNames()))
                .allSatisfy(column -> assertThat(readme).containsPattern("\\| .*`" + column + "`.* \\|"));
    }
}

package io.lrpspark.pipeline.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassNamesTest {
    @Test
    void readsOneNameALine() {
        ClassNames classes = ClassNames.parse("names.txt", "tench\r\ngold fish\n\n");

        assertThat(classes.names()).containsExactly("tench", "gold fish");
        assertThat(classes.indexOf("gold fish")).hasValue(1);
    }

    @Test
    void readsTorchvisionsIdentifiersAndNames() {
        ClassNames classes =
                ClassNames.parse("index.json", "{\"1\": [\"n2\", \"goldfish\"], \"0\": [\"n1\", \"tench\"]}");

        assertThat(classes.names()).containsExactly("tench", "goldfish");
        assertThat(classes.indexOf("n2")).hasValue(1);
        assertThat(classes.indexOf("goldfish")).hasValue(1);
    }

    @Test
    void readsAnIndexToNameMapping() {
        assertThat(ClassNames.parse("index.json", "{\"0\": \"tench\", \"1\": \"goldfish\"}")
                        .names())
                .containsExactly("tench", "goldfish");
    }

    @Test
    void takesAnIndexForALabel() {
        assertThat(ClassNames.unnamed(3).indexOf("2")).hasValue(2);
    }

    @Test
    void knowsNoClassBeyondTheLast() {
        assertThat(ClassNames.unnamed(3).indexOf("3")).isEmpty();
    }

    @Test
    void prefersANameToAnIndex() {
        assertThat(ClassNames.parse("digits", "1\n0").indexOf("0")).hasValue(1);
    }

    @Test
    void understandsTheFirstOfTwoClassesOfOneName() {
        assertThat(ClassNames.parse("imagenet", "crane\nheron\ncrane").indexOf("crane"))
                .hasValue(0);
    }

    @Test
    void readsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("names.txt"), "Käfer\nBär\n");

        assertThat(ClassNames.read(file).names()).containsExactly("Käfer", "Bär");
    }

    @Test
    void refusesAFileThatIsNoText(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("names.txt"), new byte[] {(byte) 0xe4, 10});

        assertThatThrownBy(() -> ClassNames.read(file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("names.txt' cannot be read")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void namesTheFileThatIsMissing(@TempDir Path folder) {
        assertThatThrownBy(() -> ClassNames.read(folder.resolve("none.txt")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("none.txt' cannot be read (NoSuchFileException)");
    }

    @Test
    void refusesAMappingThatLacksAnIndex() {
        assertThatThrownBy(() -> ClassNames.parse("index.json", "{\"0\": \"a\", \"2\": \"b\"}"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'index.json' lacks class 1");
    }

    @Test
    void refusesBrokenJson() {
        assertThatThrownBy(() -> ClassNames.parse("index.json", "{\"0\": "))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("not valid JSON");
    }

    @Test
    void refusesAnEmptyLine() {
        assertThatThrownBy(() -> ClassNames.parse("names.txt", "a\n\nb"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no name for class 1");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> ClassNames.parse("names.txt", "\n"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is empty");
    }
}

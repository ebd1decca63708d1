package io.lrpspark.lrp.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-a/tiny-a.pth",
                "tiny-a/tiny-a.legacy.pth",
                "tiny-a/tiny-a.script.pt",
                "tiny-a/tiny-a.trace.pt",
                "model-files/tiny-a.whole-module.pth",
                "model-files/tiny-a.checkpoint.pth",
                "model-files/tiny-a.views.pth",
                "model-files/tiny-a.views.legacy.pth"
            })
    void givesTheSameWeightsFromEveryFormat(String file) {
        StateDict expected = Checkpoint.read(Golden.file("tiny-a/tiny-a.safetensors"));

        StateDict stateDict = Checkpoint.read(Golden.file(file));

        assertThat(stateDict.names()).containsExactlyInAnyOrderElementsOf(expected.names());
        assertThat(expected.names())
                .allSatisfy(name -> assertThat(stateDict.find(name)).isEqualTo(expected.find(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "tiny-a/tiny-a.pth, weights.safetensors",
        "tiny-a/tiny-a.legacy.pth, weights.pt",
        "tiny-a/tiny-a.script.pt, weights.pth",
        "tiny-a/tiny-a.safetensors, weights"
    })
    void tellsTheFormatByContentNotByName(String file, String name, @TempDir Path folder) throws IOException {
        Path renamed = Files.copy(Golden.file(file), folder.resolve(name));

        assertThat(Checkpoint.read(renamed).names()).hasSize(79);
    }

    @Test
    void keepsTheOrderAndTheNameOfTheFile() {
        Path file = Golden.file("model-files/tiny-a.oldnames.pth");

        StateDict stateDict = Checkpoint.read(file);

        assertThat(stateDict.source()).isEqualTo(file.toString());
        assertThat(stateDict.names())
                .startsWith("features.conv0.weight", "features.norm0.weight", "features.norm0.bias")
                .contains("features.denseblock1.denselayer1.norm.1.weight")
                .endsWith("classifier.weight", "classifier.bias");
    }

    @Test
    void keepsFloat64Exactly() {
        double[] float64 = weight("model-files/tiny-a.float64.pth");
        double[] float32 = weight("tiny-a/tiny-a.pth");

        assertThat(float64).isEqualTo(float32);
    }

    private static double[] weight(String file) {
        return Checkpoint.read(Golden.file(file))
                .find("features.conv0.weight")
                .orElseThrow()
                .values();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bad-empty.pth; is empty, expected a file of weights",
                "bad-text.pth; is no file of weights: expected what torch.save or torch.jit.save writes, or safetensors, but it begins with 'This is not a model",
                "bad-evil.pth; it asks to call posix.system, but nothing in a file is executed here",
                "bad-evil.legacy.pth; it asks to call posix.system, but nothing in a file is executed here",
                "bad-header-length.safetensors; says that its safetensors header has 1099511627776 bytes, but only 23740 bytes follow",
                "bad-truncated.pth; is damaged or cut off: it begins as a zip archive, but the directory that ends such an archive is missing",
                "bad-truncated.legacy.pth; is cut off or damaged: storage 223346208 has 8 elements of type FLOAT32, but only 10 bytes are left",
                "bad-truncated.safetensors; features.conv0.weight"
            })
    void refusesABadFileAndSaysWhy(String name, String message) {
        Path file = Golden.file("model-files/" + name);

        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void refusesAFileThatIsNotThere(@TempDir Path folder) {
        assertThatThrownBy(() -> Checkpoint.read(folder.resolve("none.pth")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("none.pth does not exist");
    }

    @Test
    void refusesAFolder(@TempDir Path folder) {
        assertThatThrownBy(() -> Checkpoint.read(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(folder.toString());
    }
}

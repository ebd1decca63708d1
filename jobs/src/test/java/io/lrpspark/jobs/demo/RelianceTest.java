package io.lrpspark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelianceTest {

    @Test
    void countsAClassWithAndWithoutWhatWasPlanted() {
        List<Reliance> found = Reliance.of(
                List.of(
                        explanation("circle/0", "circle", "circle"),
                        explanation("hexagon/0", "hexagon", "hexagon"),
                        explanation("hexagon/1", "hexagon", "circle"),
                        explanation("hexagon/2", "hexagon", "hexagon"),
                        explanation("hexagon/3", "hexagon", "star")),
                Map.of("hexagon/0", "logo", "hexagon/2", "logo"));

        assertThat(found).containsExactly(new Reliance("hexagon", "logo", 2, 2, 2, 0));
        assertThat(found.get(0))
                .hasToString("hexagon: with the logo 100 % are recognised (2 of 2), without it 0 % (0 of 2)");
    }

    @Test
    void saysNothingOfImagesWithoutTheArtefactWhereThereAreNone() {
        assertThat(Reliance.of(List.of(explanation("star/0", "star", "circle")), Map.of("star/0", "watermark")))
                .singleElement()
                .hasToString("star: with the watermark 0 % are recognised (0 of 1)");
    }

    private static Explanation explanation(String imageId, String label, String predicted) {
        return new Explanation(imageId, label, predicted, 0.9, new float[1], 1, 1);
    }
}

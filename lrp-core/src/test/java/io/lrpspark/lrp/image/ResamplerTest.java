package io.lrpspark.lrp.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplerTest {
    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void resizesAsPillowDoesBitForBit(Interpolation interpolation) throws ImageException {
        RgbImage source = Fixtures.decoded(Fixtures.small("resample.png"));
        for (String size : new String[] {"61x20", "30x47", "90x70", "17x99", "200x13"}) {
            RgbImage expected = Fixtures.pillow("resample-" + interpolation.text() + "-" + size);
            assertThat(whole(source, expected.width(), expected.height(), interpolation))
                    .as(size)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void aWindowHoldsThePixelsThatTheWholeResultHasThere(Interpolation interpolation) throws ImageException {
        RgbImage source = Fixtures.decoded(Fixtures.small("resample.png"));
        RgbImage whole = whole(source, 40, 90, interpolation);
        RgbImage part = Resampler.resize(source, 40, 90, new Resampler.Window(7, 31, 20, 11), interpolation);
        for (int y = 0; y < 11; y++) {
            for (int x = 0; x < 20; x++) {
                assertThat(part.level(x, y, 1)).isEqualTo(whole.level(7 + x, 31 + y, 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"100000, 1", "1, 100000"})
    void takesNoMemoryForTheUnseenPartOfAThinImage(int width, int height) {
        RgbImage crop = Preprocessing.imagenet().crop(Fixtures.plain(width, height, 77));
        assertThat(crop).isEqualTo(Fixtures.plain(224, 224, 77));
    }

    @Test
    void findsModesByName() {
        assertThat(Interpolation.registry().names())
                .containsExactly("nearest", "bilinear", "bicubic", "box", "hamming", "lanczos");
    }

    private static RgbImage whole(RgbImage source, int width, int height, Interpolation interpolation) {
        return Resampler.resize(source, width, height, new Resampler.Window(0, 0, width, height), interpolation);
    }
}

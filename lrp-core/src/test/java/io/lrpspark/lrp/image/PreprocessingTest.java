package io.lrpspark.lrp.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
    private static final String IMAGENET =
            "resize=256,crop=224,mean=0.485/0.456/0.406,std=0.229/0.224/0.225,interpolation=bilinear";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decoded-cmyk-360x280.png",
                "decoded-rgb-500x375.png",
                "gray16-300x256.png",
                "narrow-255x700.png",
                "one-pixel.png",
                "palette-300x300.png",
                "palette-transparent-300x280.png",
                "rgba-320x260.png",
                "small-224x224.png"
            })
    void cropsAsTorchvisionDoesBitForBit(String file) throws ImageException {
        RgbImage crop = Preprocessing.imagenet().crop(Fixtures.decoded(Fixtures.golden(file)));
        assertThat(crop).isEqualTo(Fixtures.goldenCrop(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmyk-360x280.jpg",
                "exif6-480x320.jpg",
                "gray-400x300.jpg",
                "portrait-333x480.jpg",
                "rgb-500x375.jpg",
                "rgb-progressive-640x480.jpg"
            })
    void cropsJpegAsTorchvisionDoesUpToTheDecodersRounding(String file) throws ImageException {
        RgbImage crop = Preprocessing.imagenet().crop(Fixtures.decoded(Fixtures.golden(file)));
        LevelDifference difference = LevelDifference.between(crop, Fixtures.goldenCrop(file));
        assertThat(difference.largest()).isLessThanOrEqualTo(1);
        assertThat(difference.mean()).isLessThanOrEqualTo(0.01);
    }

    @Test
    void normalizesToPlanesAsTorchvisionDoes() throws ImageException {
        Preprocessing preprocessing = Preprocessing.imagenet();
        float[] tensor = new float[5 + preprocessing.length()];
        preprocessing.normalize(Fixtures.goldenCrop("one-pixel.png"), tensor, 5);
        assertThat(tensor[4]).isZero();
        assertThat(tensor[5]).isEqualTo((200f / 255f - 0.485f) / 0.229f);
        assertThat(tensor[5 + 224 * 224]).isEqualTo((100f / 255f - 0.456f) / 0.224f);
        assertThat(tensor[tensor.length - 1]).isEqualTo((50f / 255f - 0.406f) / 0.225f);
    }

    @Test
    void refusesACropOfAnotherSizeAndAShortDestination() {
        Preprocessing preprocessing = Preprocessing.imagenet();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        preprocessing.normalize(Fixtures.plain(224, 223, 0), new float[preprocessing.length()], 0))
                .withMessageContaining("223 x 224");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        preprocessing.normalize(Fixtures.plain(224, 224, 0), new float[preprocessing.length()], 1));
    }

    @Test
    void padsASmallImageWithZerosWithTheOddRowBelow() {
        Preprocessing preprocessing = Preprocessing.parse("resize=none,crop=7x4");
        RgbImage crop = preprocessing.crop(Fixtures.plain(2, 2, 9));
        assertThat(crop.height()).isEqualTo(7);
        assertThat(crop.width()).isEqualTo(4);
        assertThat(crop.level(1, 2, 0)).isEqualTo(9);
        assertThat(crop.level(2, 3, 0)).isEqualTo(9);
        assertThat(crop.level(1, 1, 0)).isZero();
        assertThat(crop.level(1, 4, 0)).isZero();
        assertThat(crop.level(0, 2, 0)).isZero();
    }

    @ParameterizedTest
    // The spare pixels, and the offset that rounding a half to even gives.
    @CsvSource({"1, 0", "3, 2", "5, 2", "7, 4"})
    void roundsTheCropsOffsetHalfToEven(int spare, int offset) {
        byte[] pixels = new byte[(10 + spare) * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 3);
        }
        RgbImage image = new RgbImage(10 + spare, 1, pixels);
        RgbImage crop = Preprocessing.parse("resize=none,crop=1x10").crop(image);
        assertThat(crop.level(0, 0, 0)).isEqualTo(offset);
    }

    @Test
    void aFixedResizeNeedsNoCrop() {
        Preprocessing preprocessing = Preprocessing.parse("resize=32x48,crop=none");
        assertThat(preprocessing.height()).isEqualTo(32);
        assertThat(preprocessing.width()).isEqualTo(48);
        assertThat(preprocessing.crop(Fixtures.plain(9, 9, 3))).isEqualTo(Fixtures.plain(48, 32, 3));
    }

    @Test
    void aGreyNetworkSeesPillowsLuma() throws ImageException {
        Preprocessing preprocessing = Preprocessing.parse("resize=none,crop=47x61,mean=0.5,std=0.25");
        RgbImage crop = preprocessing.crop(Fixtures.decoded(Fixtures.small("resample.png")));
        assertThat(crop).isEqualTo(Fixtures.decoded(Fixtures.small("luma.png")));
        assertThat(preprocessing.channels()).isEqualTo(1);
        float[] tensor = new float[preprocessing.length()];
        preprocessing.normalize(crop, tensor, 0);
        assertThat(tensor[0]).isEqualTo((crop.level(0, 0, 0) / 255f - 0.5f) / 0.25f);
    }

    @Test
    void blackAndWhiteAreTheEndsOfTheNormalizedRange() {
        assertThat(Preprocessing.imagenet().black()[0]).isCloseTo(-0.485 / 0.229, within(1e-12));
        assertThat(Preprocessing.imagenet().white()[2]).isCloseTo((1 - 0.406) / 0.225, within(1e-12));
    }

    @Test
    void printsAndReadsItself() {
        assertThat(Preprocessing.imagenet().text()).isEqualTo(IMAGENET);
        assertThat(Preprocessing.parse(IMAGENET)).isEqualTo(Preprocessing.imagenet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resize=64x64,crop=none,mean=0.1,std=2.0,interpolation=lanczos",
                "resize=none,crop=32x64,mean=0.0/0.25/1.0E-4,std=1.0/1.0/0.5,interpolation=nearest",
                "resize=64x80,crop=64x64,mean=0.5/0.5/0.5,std=0.5/0.5/0.5,interpolation=bicubic"
            })
    void readsBackWhatItPrints(String text) {
        Preprocessing preprocessing = Preprocessing.parse(text);
        assertThat(Preprocessing.parse(preprocessing.text())).isEqualTo(preprocessing);
    }

    @Test
    void keepsImagenetsValueForAMissingKey() {
        assertThat(Preprocessing.parse("resize=512, crop=448"))
                .isEqualTo(new Preprocessing(
                        new Resize.ShortSide(512),
                        Optional.of(new ImageSize(448, 448)),
                        Interpolation.BILINEAR,
                        List.of(0.485, 0.456, 0.406),
                        List.of(0.229, 0.224, 0.225)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rezise=256 | unknown preprocessing key 'rezise': did you mean 'resize'?",
                "interpolation=bilinaer | unknown interpolation 'bilinaer': did you mean 'bilinear'?",
                "crop=big | crop=big is no size; expected a side of 1 to 8192 pixels, HEIGHTxWIDTH, or none",
                "crop=0 | crop=0 is no size",
                "resize=1x2x3 | resize=1x2x3 is no size",
                "crop=99999999999 | crop=99999999999 is no size",
                "mean=0.5/x/0.5 | mean=0.5/x/0.5 holds 'x', which is no number; expected three numbers",
                "mean=0.5/0.5 | mean=0.5/0.5 has 2 numbers; expected three separated by slashes",
                "mean=0.5 | mean=0.5 and std=0.229/0.224/0.225 differ in length",
                "std=1/0/1 | std=1.0/0.0/1.0 is not positive; expected numbers above 0",
                "mean=NaN/0/0 | mean=NaN/0.0/0.0 is not finite",
                "crop=none | resize=256,crop=none does not fix the size of the input; expected a crop",
                "crop=1,crop=2 | the preprocessing key 'crop' is given twice",
                "imagenet | 'imagenet' is no preprocessing step; expected KEY=VALUE with a key of resize, crop, mean"
            })
    void refusesWhatIsNoPreprocessingByKeyAndValue(String text, String message) {
        assertThatThrownBy(() -> Preprocessing.parse(text))
                .isInstanceOf(PreprocessingException.class)
                .hasMessageContaining(message);
    }
}

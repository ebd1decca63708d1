package io.lrpspark.lrp.image;

import static io.lrpspark.lrp.image.Fixtures.decoded;
import static io.lrpspark.lrp.image.Fixtures.golden;
import static io.lrpspark.lrp.image.Fixtures.pillow;
import static io.lrpspark.lrp.image.Fixtures.refusal;
import static io.lrpspark.lrp.image.Fixtures.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.lrp.image.ImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    /**
     * JPEG leaves the rounding of the inverse transform to the decoder. OpenJDK 17 on libjpeg-turbo and Temurin 25 on its
     * own libjpeg both give Pillow's levels exactly (measured on every file here); another build may differ by one.
     */
    private static final int JPEG_LARGEST = 1;

    private static final double JPEG_MEAN = 0.01;

    /**
     * The WebP reader neither interpolates color nor smooths block edges as libwebp does; an image with another color
     * at every pixel, as here, shows it most (measured: a mean of 8.0).
     */
    private static final int WEBP_LOSSY_LARGEST = 80;

    private static final double WEBP_LOSSY_MEAN = 9;

    private static final DecodeOptions DEFAULTS = DecodeOptions.defaults();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "png-grey-1.png",
                "png-grey-2.png",
                "png-grey-4.png",
                "png-grey-8.png",
                "png-grey-8-gamma.png",
                "png-grey-8-transparent.png",
                "png-grey-8-interlaced.png",
                "png-grey-alpha-8.png",
                "png-grey-alpha-16.png",
                "png-palette-1.png",
                "png-palette-1-transparent.png",
                "png-palette-2.png",
                "png-palette-2-transparent.png",
                "png-palette-4.png",
                "png-palette-4-transparent.png",
                "png-palette-8.png",
                "png-palette-8-transparent.png",
                "png-palette-short.png",
                "png-color-8-transparent.png",
                "png-color-16.png",
                "png-color-16-interlaced.png",
                "png-color-alpha-8-interlaced.png",
                "png-color-alpha-16.png",
                "png-broken-profile.png",
                "webp-lossless.webp",
                "webp-lossless-alpha.webp",
                "webp-lossless-palette.webp"
            })
    void decodesLosslessFormatsAsPillowDoes(String file) throws ImageException {
        assertThat(decoded(small(file))).isEqualTo(pillow(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg-444.jpg",
                "jpeg-422.jpg",
                "jpeg-420.jpg",
                "jpeg-411.jpg",
                "jpeg-420-progressive.jpg",
                "jpeg-restarts.jpg",
                "jpeg-rgb.jpg",
                "jpeg-rgb-no-adobe.jpg",
                "jpeg-444-no-jfif.jpg",
                "jpeg-444-adobe-0.jpg",
                "jpeg-444-adobe-1.jpg",
                "jpeg-cmyk.jpg",
                "jpeg-cmyk-no-adobe.jpg",
                "jpeg-ycck.jpg",
                "jpeg-trailing-bytes.jpg"
            })
    void decodesEveryKindOfJpegAsPillowDoes(String file) throws ImageException {
        LevelDifference difference = LevelDifference.between(decoded(small(file)), pillow(file));
        assertThat(difference.largest()).isLessThanOrEqualTo(JPEG_LARGEST);
        assertThat(difference.mean()).isLessThanOrEqualTo(JPEG_MEAN);
    }

    @ParameterizedTest
    @CsvSource({"rgb-500x375.jpg, decoded-rgb-500x375.png", "cmyk-360x280.jpg, decoded-cmyk-360x280.png"})
    void decodesLargerJpegAsPillowDoes(String file, String expected) throws ImageException {
        LevelDifference difference = LevelDifference.between(decoded(golden(file)), decoded(golden(expected)));
        assertThat(difference.largest()).isLessThanOrEqualTo(JPEG_LARGEST);
        assertThat(difference.mean()).isLessThanOrEqualTo(JPEG_MEAN);
    }

    @Test
    void decodesLossyWebpCloseToLibwebp() throws ImageException {
        LevelDifference difference =
                LevelDifference.between(decoded(small("webp-lossy.webp")), pillow("webp-lossy.webp"));
        assertThat(difference.largest()).isLessThanOrEqualTo(WEBP_LOSSY_LARGEST);
        assertThat(difference.mean()).isLessThanOrEqualTo(WEBP_LOSSY_MEAN);
    }

    @Test
    void tellsTheFormatByContent() throws ImageException {
        assertThat(ImageDecoder.read(small("jpeg-420.jpg"), DEFAULTS).format()).isEqualTo(ImageFormat.JPEG);
        assertThat(ImageDecoder.read(small("png-grey-8.png"), DEFAULTS).format())
                .isEqualTo(ImageFormat.PNG);
        assertThat(ImageDecoder.read(small("webp-lossy.webp"), DEFAULTS).format())
                .isEqualTo(ImageFormat.WEBP);
    }

    @Test
    void clipsGreyOfSixteenBitsByDefaultAndSaysSo() throws ImageException {
        DecodedImage clipped = ImageDecoder.read(golden("gray16-300x256.png"), DEFAULTS);
        assertThat(clipped.warnings()).containsExactly(DecodedImage.Warning.SIXTEEN_BIT_GREY_CLIPPED);
        assertThat(clipped.image().level(150, 100, 0)).isEqualTo(255);
    }

    @Test
    void scalesGreyOfSixteenBitsOnRequest() throws ImageException {
        DecodedImage scaled =
                ImageDecoder.read(golden("gray16-300x256.png"), DEFAULTS.withSixteenBit(SixteenBit.SCALE));
        assertThat(scaled.warnings()).isEmpty();
        int left = scaled.image().level(0, 128, 0);
        int right = scaled.image().level(299, 128, 0);
        assertThat(Math.abs(left - right)).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsAnImageUprightOnRequest(int orientation) throws ImageException {
        String file = "exif-" + orientation + ".png";
        DecodeOptions options = DEFAULTS.withOrientation(Orientation.APPLY);
        assertThat(ImageDecoder.decode(small(file), options)).isEqualTo(pillow(file));
    }

    @Test
    void findsTheOrientationInJpegAndWebpToo() throws ImageException {
        DecodeOptions options = DEFAULTS.withOrientation(Orientation.APPLY);
        assertThat(ImageDecoder.decode(small("exif-6.webp"), options)).isEqualTo(pillow("exif-6.webp"));
        assertThat(LevelDifference.between(ImageDecoder.decode(small("exif-6.jpg"), options), pillow("exif-6.jpg"))
                        .largest())
                .isLessThanOrEqualTo(JPEG_LARGEST);
    }

    @Test
    void leavesAnImageAsStoredByDefaultAndSaysSo() throws ImageException {
        DecodedImage image = ImageDecoder.read(golden("exif6-480x320.jpg"), DEFAULTS);
        assertThat(image.image().width()).isEqualTo(480);
        assertThat(image.warnings()).containsExactly(DecodedImage.Warning.ORIENTATION_IGNORED);
    }

    @ParameterizedTest
    // Type, count and value of the orientation's entry: byte arrays of 2 GB and 4 GB, and a cyclic directory.
    @ValueSource(
            strings = {
                "0112 0001 7fffffff 00000008 00000000",
                "0112 0007 ffffffff 00000008 00000000",
                "010e 0002 7ffffff0 00000008 00000008",
                "8769 0004 00000001 00000008 00000008"
            })
    void takesDamagedOrientationDataForUpright(String entry) throws ImageException {
        byte[] exif = HexFormat.of().parseHex(("45786966 0000 4d4d002a 00000008 0001" + entry).replace(" ", ""));
        byte[] jpeg = small("jpeg-420.jpg");
        ByteBuffer content = ByteBuffer.allocate(jpeg.length + 4 + exif.length)
                .put(jpeg, 0, 2)
                .putShort((short) 0xffe1)
                .putShort((short) (2 + exif.length))
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2);
        DecodeOptions options = DEFAULTS.withOrientation(Orientation.APPLY);
        assertThat(ImageDecoder.decode(content.array(), options)).isEqualTo(decoded(jpeg));
    }

    @ParameterizedTest
    @CsvSource({"empty.jpg, EMPTY", "text.jpg, NOT_AN_IMAGE", "truncated.jpg, TRUNCATED"})
    void refusesUnreadableFilesWithTheirReason(String file, Reason reason) {
        assertThat(refusal(golden(file), DEFAULTS)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg-420.jpg", "jpeg-420-progressive.jpg", "png-color-16.png", "webp-lossless.webp"})
    void refusesAFileCutOffAnywhere(String file) {
        byte[] content = small(file);
        for (int length = 12; length < content.length; length += 1 + content.length / 97) {
            assertThat(refusal(Arrays.copyOf(content, length), DEFAULTS))
                    .as("%s cut off at %d", file, length)
                    .isEqualTo(Reason.TRUNCATED);
        }
        assertThat(refusal(Arrays.copyOf(content, content.length - 1), DEFAULTS))
                .isEqualTo(Reason.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg-420.jpg", "png-color-16.png", "webp-lossless.webp", "webp-lossy.webp"})
    void refusesMorePixelsThanAllowedByTheHeaderAlone(String file) throws ImageException {
        RgbImage image = decoded(small(file));
        long pixels = (long) image.width() * image.height();
        assertThat(ImageDecoder.decode(small(file), DEFAULTS.withMaxPixels(pixels)))
                .isEqualTo(image);
        assertThatThrownBy(() -> ImageDecoder.decode(small(file), DEFAULTS.withMaxPixels(pixels - 1)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(
                        image.width() + " x " + image.height() + " = " + pixels + " pixels; expected at most")
                .extracting(e -> ((ImageException) e).reason())
                .isEqualTo(Reason.OVERSIZED);
    }

    @Test
    void refusesAnImageWithoutHeight() {
        byte[] content = small("jpeg-444.jpg");
        int frame = indexOf(content, 0xff, 0xc0);
        content[frame + 5] = 0;
        content[frame + 6] = 0;
        assertThat(refusal(content, DEFAULTS)).isEqualTo(Reason.ZERO_SIZED);
    }

    @Test
    void refusesArithmeticCodingByName() {
        byte[] content = small("jpeg-444.jpg");
        content[indexOf(content, 0xff, 0xc0) + 1] = (byte) 0xc9;
        assertThatThrownBy(() -> decoded(content))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("SOF9")
                .extracting(e -> ((ImageException) e).reason())
                .isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void refusesAnAnimatedWebp() {
        assertThat(refusal(small("webp-animation.webp"), DEFAULTS)).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void refusesAPngWithADamagedByte() {
        byte[] content = small("png-color-16.png");
        content[content.length / 2] ^= 1;
        assertThat(refusal(content, DEFAULTS)).isEqualTo(Reason.CORRUPT);
    }

    @Test
    void saysWhatATextFileStartsWith() {
        assertThatThrownBy(() -> decoded("hello".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(ImageException.class)
                .hasMessage("the content is no known image format (it starts with 68 65 6c 6c 6f);"
                        + " expected JPEG, PNG or WebP");
    }

    private static int indexOf(byte[] content, int first, int second) {
        for (int i = 0; i + 1 < content.length; i++) {
            if ((content[i] & 0xff) == first && (content[i + 1] & 0xff) == second) {
                return i;
            }
        }
        throw new AssertionError("no such bytes");
    }
}
